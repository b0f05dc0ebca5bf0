package org.sluice.text.prompt.python;

import java.util.Map;
import java.util.function.BinaryOperator;

/** {@code text.format(...)}, with the sandbox's own access to attributes and items. */
public final class BraceFormat {
  private final Arguments arguments;
  private final Dict mapping; // for format_map; null otherwise
  private final BinaryOperator<Object> attribute;
  private final BinaryOperator<Object> item;
  private int automatic;
  private boolean numbered;

  /**
   * Prepares one call.
   *
   * @param attribute gives the attribute of its first argument that its second names
   * @param item gives the item of its first argument that its second names
   */
  public BraceFormat(
      Arguments arguments, BinaryOperator<Object> attribute, BinaryOperator<Object> item) {
    boolean mapped = arguments.keywords().isEmpty() && arguments.positional().size() == 1;
    this.arguments = arguments;
    this.mapping = mapped && arguments.positional().get(0) instanceof Dict dict ? dict : new Dict();
    this.attribute = attribute;
    this.item = item;
  }

  /** {@code text.format(*positional, **keywords)}. */
  public String format(String text) {
    return expand(text, 2, false);
  }

  /** {@code text.format_map(mapping)}. */
  public String formatMap(String text) {
    if (arguments.positional().size() != 1 || !arguments.keywords().isEmpty()) {
      throw PythonError.type("format_map() takes exactly one argument");
    }
    return expand(text, 2, true);
  }

  private String expand(String text, int depth, boolean mapped) {
    if (depth < 0) {
      throw PythonError.value("Max string recursion exceeded");
    }
    StringBuilder out = new StringBuilder();
    int i = 0;
    while (i < text.length()) {
      char unit = text.charAt(i);
      if (unit != '{' && unit != '}') {
        out.append(unit);
        i++;
      } else if (i + 1 < text.length() && text.charAt(i + 1) == unit) {
        out.append(unit);
        i += 2;
      } else if (unit == '}') {
        throw PythonError.value("Single '}' encountered in format string");
      } else {
        int end = closing(text, i);
        out.append(field(text.substring(i + 1, end), depth, mapped));
        Bounds.text(out.length());
        i = end + 1;
      }
    }
    return out.toString();
  }

  private static int closing(String text, int open) {
    int depth = 0;
    for (int i = open; i < text.length(); i++) {
      depth += text.charAt(i) == '{' ? 1 : text.charAt(i) == '}' ? -1 : 0;
      if (depth == 0) {
        return i;
      }
    }
    throw PythonError.value(
        open + 1 == text.length()
            ? "Single '{' encountered in format string"
            : "expected '}' before end of string");
  }

  private String field(String field, int depth, boolean mapped) {
    int nameEnd = 0;
    boolean inBrackets = false;
    while (nameEnd < field.length()) {
      char unit = field.charAt(nameEnd);
      inBrackets = unit == '[' || inBrackets && unit != ']';
      if (!inBrackets && (unit == ':' || unit == '!')) {
        break;
      }
      nameEnd++;
    }
    Object value = value(field.substring(0, nameEnd), mapped);
    String rest = field.substring(nameEnd);
    if (rest.startsWith("!")) {
      if (rest.length() < 2 || rest.length() > 2 && rest.charAt(2) != ':') {
        throw PythonError.value("expected ':' after conversion specifier");
      }
      value = convert(value, rest.charAt(1));
      rest = rest.substring(2);
    }
    String spec = rest.isEmpty() ? "" : expand(rest.substring(1), depth - 1, mapped);
    return FormatSpec.format(value, spec);
  }

  private static Object convert(Object value, char conversion) {
    return switch (conversion) {
      case 's' -> Printer.str(value);
      case 'r' -> Printer.repr(value);
      case 'a' -> PercentFormat.format("%a", Tuple.of(value), false);
      default ->
          throw PythonError.value("Unknown conversion specifier %s", String.valueOf(conversion));
    };
  }

  private Object value(String name, boolean mapped) {
    int end = 0;
    while (end < name.length() && name.charAt(end) != '.' && name.charAt(end) != '[') {
      end++;
    }
    Object value = first(name.substring(0, end), mapped);
    int i = end;
    while (i < name.length()) {
      if (name.charAt(i) == '.') {
        int next = i + 1;
        while (next < name.length() && name.charAt(next) != '.' && name.charAt(next) != '[') {
          next++;
        }
        value = attribute.apply(value, nonEmpty(name.substring(i + 1, next)));
        i = next;
      } else {
        int close = name.indexOf(']', i);
        if (name.charAt(i) != '[' || close < 0) {
          throw PythonError.value(
              close < 0
                  ? "expected '}' before end of string"
                  : "Only '.' or '[' may follow ']' in format field specifier");
        }
        value = item.apply(value, key(nonEmpty(name.substring(i + 1, close))));
        i = close + 1;
      }
    }
    return value;
  }

  private static String nonEmpty(String part) {
    if (part.isEmpty()) {
      throw PythonError.value("Empty attribute in format string");
    }
    return part;
  }

  private static Object key(String text) {
    return text.matches("\\d{1,18}") ? (Object) Long.parseLong(text) : text;
  }

  private Object first(String name, boolean mapped) {
    if (name.isEmpty() && mapped) {
      throw new PythonError(ErrorType.KEY, "''");
    }
    Object key = name.isEmpty() ? (Object) (long) automatic++ : key(name);
    if (!(key instanceof Long index)) {
      return mapped ? Sequences.item(mapping, key) : keyword(name);
    }
    numbered |= !name.isEmpty();
    if (numbered && automatic > 0) {
      throw PythonError.value(
          "cannot switch from manual field specification to automatic field numbering");
    }
    if (mapped || index >= arguments.positional().size()) {
      throw PythonError.of(
          ErrorType.INDEX, "Replacement index %d out of range for positional args tuple", index);
    }
    return arguments.positional().get(index.intValue());
  }

  private Object keyword(String name) {
    Map<String, Object> keywords = arguments.keywords();
    if (!keywords.containsKey(name)) {
      throw new PythonError(ErrorType.KEY, Printer.quoted(name));
    }
    return keywords.get(name);
  }
}
