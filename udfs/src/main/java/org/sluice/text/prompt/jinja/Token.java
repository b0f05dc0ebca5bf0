package org.sluice.text.prompt.jinja;

/**
 * One token of a template.
 *
 * @param value the text of names, data and operators; the value of strings and numbers
 * @param line of the template, from 1
 */
record Token(Kind kind, Object value, int line) {
  /** What a token is. */
  enum Kind {
    DATA("template data / text"),
    VARIABLE_BEGIN("begin of print statement"),
    VARIABLE_END("end of print statement"),
    BLOCK_BEGIN("begin of statement block"),
    BLOCK_END("end of statement block"),
    NAME("name"),
    STRING("string"),
    INTEGER("integer"),
    FLOAT("float"),
    OPERATOR("operator"),
    END("end of template");

    private final String description;

    Kind(String description) {
      this.description = description;
    }

    String description() {
      return description;
    }
  }

  boolean is(Kind wanted) {
    return kind == wanted;
  }

  boolean isName(String name) {
    return kind == Kind.NAME && value.equals(name);
  }

  boolean isOperator(String operator) {
    return kind == Kind.OPERATOR && value.equals(operator);
  }

  String text() {
    return (String) value;
  }

  /** How messages about wrong syntax call it. */
  String describe() {
    return kind == Kind.NAME || kind == Kind.OPERATOR ? text() : kind.description();
  }
}
