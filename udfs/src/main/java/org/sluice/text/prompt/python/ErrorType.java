package org.sluice.text.prompt.python;

/** The exceptions of Python and Jinja that rendering can end in. */
public enum ErrorType {
  TYPE("TypeError"),
  ATTRIBUTE("AttributeError"),
  KEY("KeyError"),
  INDEX("IndexError"),
  VALUE("ValueError"),
  ZERO_DIVISION("ZeroDivisionError"),
  OVERFLOW("OverflowError"),
  RECURSION("RecursionError"),
  MEMORY("MemoryError"),
  ASSERTION("AssertionError"),
  UNDEFINED("UndefinedError"),
  SECURITY("SecurityError"),
  /** What {@code raise_exception} throws. */
  RAISED("TemplateError"),
  RUNTIME("TemplateRuntimeError"),
  FILTER_ARGUMENT("FilterArgumentError"),
  /** Something that Python compiles only after the template's own syntax was found right. */
  PYTHON_SYNTAX("SyntaxError");

  private final String pythonName;

  ErrorType(String pythonName) {
    this.pythonName = pythonName;
  }

  /** The name of the Python class. */
  public String pythonName() {
    return pythonName;
  }
}
