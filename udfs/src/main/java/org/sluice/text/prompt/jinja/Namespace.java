package org.sluice.text.prompt.jinja;

import org.sluice.text.prompt.python.Attributes;
import org.sluice.text.prompt.python.Dict;
import org.sluice.text.prompt.python.ErrorType;
import org.sluice.text.prompt.python.Printer;
import org.sluice.text.prompt.python.PyObject;
import org.sluice.text.prompt.python.PythonError;

/** {@code namespace(...)}: the one object whose attributes a template can set. */
final class Namespace implements PyObject {
  private final Dict attributes;

  Namespace(Dict attributes) {
    this.attributes = attributes;
    attributes.keys().forEach(Namespace::check);
  }

  void set(String name, Object value) {
    check(name);
    attributes.put(name, value);
  }

  private static void check(Object name) {
    if (name instanceof String text && text.startsWith("_")) {
      throw PythonError.of(
          ErrorType.SECURITY,
          "Chat templates cannot store underscore-prefixed attributes on a namespace, but got %s."
              + " Please rename the attribute.",
          Printer.repr(name));
    }
  }

  @Override
  public String typeName() {
    return "TemplateNamespace";
  }

  @Override
  public String repr() {
    return "<Namespace " + Printer.repr(attributes) + ">";
  }

  @Override
  public Object attribute(String name) {
    return attributes.contains(name) ? attributes.get(name) : Attributes.ABSENT;
  }
}
