package org.sluice.text.prompt.python;

import java.math.BigInteger;
import java.util.List;
import java.util.StringJoiner;

/** {@code str()} and {@code repr()}. */
public final class Printer {
  private Printer() {}

  /** What {@code {{ value }}} prints. */
  public static String str(Object value) {
    if (value instanceof String text) {
      return text;
    }
    return value instanceof PyObject object ? object.str() : repr(value);
  }

  /** How the value stands inside a printed list. */
  public static String repr(Object value) {
    if (value == null) {
      return "None";
    }
    if (value instanceof String text) {
      return quoted(text);
    }
    if (value instanceof Boolean flag) {
      return flag ? "True" : "False";
    }
    if (value instanceof Long) {
      return value.toString();
    }
    if (value instanceof Double number) {
      return Floats.repr(number);
    }
    if (value instanceof BigInteger big) {
      return digits(big);
    }
    if (value instanceof List<?> list) {
      return "[" + join(list) + "]";
    }
    if (value instanceof Dict dict) {
      StringJoiner pairs = new StringJoiner(", ", "{", "}");
      long length = 0;
      for (Object key : dict.keys()) {
        String pair = repr(key) + ": " + repr(dict.get(key));
        length = Bounds.text(length + pair.length());
        pairs.add(pair);
      }
      return pairs.toString();
    }
    return ((PyObject) value).repr();
  }

  static String digits(BigInteger big) {
    String digits = big.toString();
    if (digits.length() > Bounds.INTEGER_DIGITS) {
      throw PythonError.value(
          "Exceeds the limit (%d digits) for integer string conversion", Bounds.INTEGER_DIGITS);
    }
    return digits;
  }

  static String join(List<?> items) {
    StringJoiner joined = new StringJoiner(", ");
    long length = 0;
    for (Object item : items) {
      String text = repr(item);
      length = Bounds.text(length + text.length());
      joined.add(text);
    }
    return joined.toString();
  }

  /** The string as Python source: single quotes unless it holds only those. */
  static String quoted(String text) {
    char quote = text.indexOf('\'') >= 0 && text.indexOf('"') < 0 ? '"' : '\'';
    StringBuilder quoted = new StringBuilder(text.length() + 2).append(quote);
    text.codePoints()
        .forEach(
            codePoint -> {
              if (codePoint == quote || codePoint == '\\') {
                quoted.append('\\').append((char) codePoint);
              } else if (CodePoints.printable(codePoint)) {
                quoted.appendCodePoint(codePoint);
              } else {
                escape(quoted, codePoint);
              }
            });
    return quoted.append(quote).toString();
  }

  private static void escape(StringBuilder target, int codePoint) {
    switch (codePoint) {
      case '\n' -> target.append("\\n");
      case '\r' -> target.append("\\r");
      case '\t' -> target.append("\\t");
      default -> target.append(codePointEscape(codePoint));
    }
  }

  /** {@code \x41}, {@code \u4e00} or {@code \U0001f642}. */
  static String codePointEscape(int codePoint) {
    if (codePoint <= 0xff) {
      return String.format("\\x%02x", codePoint);
    }
    return String.format(codePoint <= 0xffff ? "\\u%04x" : "\\U%08x", codePoint);
  }
}
