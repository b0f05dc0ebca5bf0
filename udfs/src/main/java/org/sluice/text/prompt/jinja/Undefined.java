package org.sluice.text.prompt.jinja;

import java.util.Collections;
import java.util.Iterator;
import org.sluice.text.prompt.python.Arguments;
import org.sluice.text.prompt.python.Attributes;
import org.sluice.text.prompt.python.ErrorType;
import org.sluice.text.prompt.python.Function;
import org.sluice.text.prompt.python.Printer;
import org.sluice.text.prompt.python.PyObject;
import org.sluice.text.prompt.python.PythonError;
import org.sluice.text.prompt.python.Types;

/**
 * What is not there: prints as nothing, is false and empty, and raises its own error as soon as
 * anything else is done with it.
 */
final class Undefined implements Function {
  private final ErrorType type;
  private final String hint; // null: the message is made from object and name
  private final Object object;
  private final Object name;

  private Undefined(ErrorType type, String hint, Object object, Object name) {
    this.type = type;
    this.hint = hint;
    this.object = object;
    this.name = name;
  }

  static Undefined variable(String name) {
    return new Undefined(ErrorType.UNDEFINED, null, Attributes.ABSENT, name);
  }

  /** An attribute or item that {@code object} lacks. */
  static Undefined part(Object object, Object name) {
    return new Undefined(ErrorType.UNDEFINED, null, object, name);
  }

  static Undefined because(String hint) {
    return new Undefined(ErrorType.UNDEFINED, hint, Attributes.ABSENT, null);
  }

  /** An attribute that the sandbox does not hand out. */
  static Undefined unsafe(Object object, String name) {
    String message = "access to attribute %s of %s object is unsafe.";
    return new Undefined(
        ErrorType.SECURITY,
        message.formatted(Printer.repr(name), Printer.repr(Types.name(object))),
        object,
        name);
  }

  PythonError error() {
    return new PythonError(type, message());
  }

  private String message() {
    if (hint != null) {
      return hint;
    }
    if (object == Attributes.ABSENT) {
      return Printer.repr(name) + " is undefined";
    }
    String owner =
        object == null
            ? "None"
            : (object instanceof PyObject other ? other.qualifiedName() : Types.name(object))
                + " object";
    return name instanceof String
        ? Printer.repr(owner) + " has no attribute " + Printer.repr(name)
        : owner + " has no element " + Printer.repr(name);
  }

  @Override
  public String typeName() {
    return "Undefined";
  }

  @Override
  public boolean truth() {
    return false;
  }

  @Override
  public String str() {
    return "";
  }

  @Override
  public String repr() {
    return "Undefined";
  }

  @Override
  public Iterator<Object> iterator() {
    return Collections.emptyIterator();
  }

  @Override
  public int length() {
    return 0;
  }

  @Override
  public Object attribute(String attribute) {
    if (attribute.startsWith("__") && attribute.endsWith("__")) {
      return Attributes.ABSENT;
    }
    throw error();
  }

  @Override
  public Object item(Object key) {
    throw error();
  }

  @Override
  public Object call(Arguments arguments) {
    throw error();
  }

  @Override
  public void refuse() {
    throw error();
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof Undefined;
  }

  @Override
  public int hashCode() {
    return Undefined.class.hashCode();
  }
}
