package org.sluice.text.prompt.python;

import java.math.BigInteger;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;

/** {@code json.dumps}. */
public final class Json {
  private final boolean asciiOnly;
  private final String indent;
  private final String itemSeparator;
  private final String keySeparator;
  private final boolean sortKeys;
  private final StringBuilder out = new StringBuilder();

  private Json(
      boolean asciiOnly, String indent, String itemSeparator, String keySeparator, boolean sort) {
    this.asciiOnly = asciiOnly;
    this.indent = indent;
    this.itemSeparator = itemSeparator;
    this.keySeparator = keySeparator;
    this.sortKeys = sort;
  }

  /**
   * The value as JSON text.
   *
   * @param asciiOnly whether other characters are written as escapes
   * @param indent null, the number of blanks, or the text to indent by
   * @param separators null or the pair (between items, after a key)
   */
  public static String dumps(
      Object value, boolean asciiOnly, Object indent, Object separators, boolean sortKeys) {
    String unit = null;
    if (indent != null) {
      String text = Types.text(indent);
      unit = text != null ? text : " ".repeat(Bounds.text(Math.max(0, Types.integer(indent))));
    }
    String items = unit == null ? ", " : ",";
    String keys = ": ";
    if (separators != null) {
      List<Object> pair = Sequences.list(separators);
      if (pair.size() != 2) {
        throw PythonError.value(
            pair.size() < 2
                ? "not enough values to unpack (expected 2, got " + pair.size() + ")"
                : "too many values to unpack (expected 2)");
      }
      items = Types.textArgument(pair.get(0), "dumps");
      keys = Types.textArgument(pair.get(1), "dumps");
    }
    Json json = new Json(asciiOnly, unit, items, keys, sortKeys);
    json.write(value, 0);
    return json.out.toString();
  }

  /** The value as JSON on one line, as {@code json.dumps(value, ensure_ascii=False)} writes it. */
  public static String line(Object value) {
    return dumps(value, false, null, null, false);
  }

  private void write(Object value, int depth) {
    Bounds.text(out.length());
    String text = Types.text(value);
    if (text != null) {
      quote(text);
    } else if (value instanceof Dict dict) {
      writeDict(dict, depth);
    } else if (value instanceof List<?> list) {
      writeList(list, depth);
    } else if (value instanceof Tuple tuple) {
      writeList(tuple.items(), depth);
    } else {
      out.append(scalar(value));
    }
  }

  private static String scalar(Object value) {
    if (value == null) {
      return "null";
    }
    if (value instanceof Boolean flag) {
      return flag ? "true" : "false";
    }
    if (value instanceof Double real) {
      if (Double.isFinite(real)) {
        return Floats.repr(real);
      }
      return Double.isNaN(real) ? "NaN" : real > 0 ? "Infinity" : "-Infinity";
    }
    if (value instanceof Long || value instanceof BigInteger) {
      return Printer.repr(value);
    }
    throw PythonError.type("Object of type %s is not JSON serializable", Types.name(value));
  }

  private void writeList(List<?> items, int depth) {
    out.append('[');
    for (Iterator<?> iterator = items.iterator(); iterator.hasNext(); ) {
      breakLine(depth + 1);
      write(iterator.next(), depth + 1);
      out.append(iterator.hasNext() ? itemSeparator : "");
    }
    if (!items.isEmpty()) {
      breakLine(depth);
    }
    out.append(']');
  }

  private void writeDict(Dict dict, int depth) {
    out.append('{');
    List<Object> keys = new ArrayList<>(dict.keys());
    if (sortKeys) {
      keys.sort(Comparison.ORDER);
    }
    for (Iterator<Object> iterator = keys.iterator(); iterator.hasNext(); ) {
      Object key = iterator.next();
      breakLine(depth + 1);
      quote(key(key));
      out.append(keySeparator);
      write(dict.get(key), depth + 1);
      out.append(iterator.hasNext() ? itemSeparator : "");
    }
    if (!keys.isEmpty()) {
      breakLine(depth);
    }
    out.append('}');
  }

  private static String key(Object key) {
    String text = Types.text(key);
    if (text != null) {
      return text;
    }
    if (key == null || Types.isNumber(key)) {
      return scalar(key);
    }
    throw PythonError.type("keys must be str, int, float, bool or None, not %s", Types.name(key));
  }

  private void breakLine(int depth) {
    if (indent != null) {
      Bounds.text((long) out.length() + (long) indent.length() * depth);
      out.append('\n').append(indent.repeat(depth));
    }
  }

  private void quote(String text) {
    Bounds.text((long) out.length() + text.length());
    out.append('"');
    for (int i = 0; i < text.length(); i++) {
      char unit = text.charAt(i);
      switch (unit) {
        case '"' -> out.append("\\\"");
        case '\\' -> out.append("\\\\");
        case '\n' -> out.append("\\n");
        case '\r' -> out.append("\\r");
        case '\t' -> out.append("\\t");
        case '\f' -> out.append("\\f");
        case '\b' -> out.append("\\b");
        default -> {
          if (unit < 0x20 || asciiOnly && unit > 0x7e) {
            out.append(String.format("\\u%04x", (int) unit));
          } else {
            out.append(unit);
          }
        }
      }
    }
    out.append('"');
  }
}
