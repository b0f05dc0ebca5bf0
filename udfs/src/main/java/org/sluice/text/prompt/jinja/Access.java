package org.sluice.text.prompt.jinja;

import org.sluice.text.prompt.python.Attributes;
import org.sluice.text.prompt.python.BraceFormat;
import org.sluice.text.prompt.python.ErrorType;
import org.sluice.text.prompt.python.Function;
import org.sluice.text.prompt.python.Markup;
import org.sluice.text.prompt.python.PythonError;
import org.sluice.text.prompt.python.Sequences;
import org.sluice.text.prompt.python.Types;

/** {@code a.b} and {@code a["b"]} as the immutable sandbox allows them. */
final class Access {
  private Access() {}

  /** {@code object.name}: the attribute of the Python object before the item of that name. */
  static Object attribute(Object object, String name) {
    Object found = attributeOnly(object, name);
    if (found != Attributes.ABSENT) {
      return found;
    }
    Object item = itemOnly(object, name);
    return item != Attributes.ABSENT ? item : Undefined.part(object, name);
  }

  /** {@code object[key]}: the item before the attribute of that name. */
  static Object item(Object object, Object key) {
    Object item = itemOnly(object, key);
    if (item != Attributes.ABSENT) {
      return item;
    }
    String name = Types.text(key);
    if (name != null) {
      Object found = attributeOnly(object, name);
      if (found != Attributes.ABSENT) {
        return found;
      }
    }
    return Undefined.part(object, key);
  }

  /** The attribute alone, undefined when the sandbox forbids it, absent when there is none. */
  static Object attributeOnly(Object object, String name) {
    if (Types.isText(object) && (name.equals("format") || name.equals("format_map"))) {
      return format(object, name);
    }
    Object found = Attributes.find(object, name);
    if (found == Attributes.ABSENT) {
      return found;
    }
    boolean unsafe = name.startsWith("_") || Attributes.changes(object, name);
    return unsafe ? Undefined.unsafe(object, name) : found;
  }

  private static Object itemOnly(Object object, Object key) {
    try {
      return Sequences.item(object, key);
    } catch (PythonError missing) {
      boolean lookup =
          missing.type() == ErrorType.TYPE
              || missing.type() == ErrorType.KEY
              || missing.type() == ErrorType.INDEX;
      if (!lookup) {
        throw missing;
      }
      return Attributes.ABSENT;
    }
  }

  private static Function format(Object text, String name) {
    boolean mapped = name.equals("format_map");
    String pattern = Types.text(text);
    return Function.of(
        name,
        arguments -> {
          BraceFormat format =
              new BraceFormat(
                  arguments, (object, part) -> attribute(object, (String) part), Access::item);
          String formatted = mapped ? format.formatMap(pattern) : format.format(pattern);
          return text instanceof Markup ? new Markup(formatted) : formatted;
        });
  }
}
