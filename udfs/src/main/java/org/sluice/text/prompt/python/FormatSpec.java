package org.sluice.text.prompt.python;

import java.math.BigInteger;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** {@code format(value, spec)}: Python's format specification mini-language. */
final class FormatSpec {
  private static final Pattern SPEC =
      Pattern.compile(
          "(?:(.)?([<>=^]))?([-+ ])?(#)?(0)?(\\d{1,9})?([,_])?(?:\\.(\\d{1,9}))?([a-zA-Z%])?",
          Pattern.DOTALL);

  private final String fill;
  private final String align;
  private final String sign;
  private final boolean alternate;
  private final int width;
  private final String grouping;
  private final int precision; // -1 when not given
  private final char type; // 0 when not given

  private FormatSpec(Matcher spec) {
    boolean zero = spec.group(5) != null;
    fill = spec.group(1) != null ? spec.group(1) : zero && spec.group(2) == null ? "0" : " ";
    align = spec.group(2) != null ? spec.group(2) : zero ? "=" : "";
    sign = spec.group(3) == null ? "-" : spec.group(3);
    alternate = spec.group(4) != null;
    width = spec.group(6) == null ? 0 : Bounds.text(Integer.parseInt(spec.group(6)));
    grouping = spec.group(7) == null ? "" : spec.group(7);
    precision = spec.group(8) == null ? -1 : Integer.parseInt(spec.group(8));
    type = spec.group(9) == null ? 0 : spec.group(9).charAt(0);
  }

  static String format(Object value, String spec) {
    if (spec.isEmpty()) {
      return Printer.str(value);
    }
    if (!Types.isText(value) && !Types.isNumber(value)) {
      throw PythonError.type(
          "unsupported format string passed to %s.__format__", Types.name(value));
    }
    Matcher matcher = SPEC.matcher(spec);
    if (!matcher.matches()) {
      throw PythonError.value("Invalid format specifier");
    }
    FormatSpec format = new FormatSpec(matcher);
    if (Types.isText(value)) {
      return format.text(Types.text(value));
    }
    boolean asFloat = value instanceof Double || "eEfFgG%".indexOf(format.type) >= 0;
    return asFloat && format.type != 0 || value instanceof Double
        ? format.real(Types.real(value))
        : format.integer(Types.big(value), Types.name(value));
  }

  private String text(String value) {
    if (type != 0 && type != 's') {
      throw unknown("str");
    }
    if (align.equals("=") || !grouping.isEmpty()) {
      throw PythonError.value("'=' alignment not allowed in string format specifier");
    }
    String cut =
        precision >= 0 && precision < CodePoints.length(value)
            ? CodePoints.slice(value, 0, precision)
            : value;
    return pad("", cut, "<");
  }

  private String integer(BigInteger value, String typeName) {
    if (precision >= 0) {
      throw PythonError.value("Precision not allowed in integer format specifier");
    }
    String digits =
        switch (type) {
          case 0, 'd', 'n' -> Printer.digits(value.abs());
          case 'b' -> value.abs().toString(2);
          case 'o' -> value.abs().toString(8);
          case 'x' -> value.abs().toString(16);
          case 'X' -> value.abs().toString(16).toUpperCase(Locale.ROOT);
          case 'c' -> Character.toString(value.intValue());
          default -> throw unknown(typeName);
        };
    String prefix = alternate && "boxX".indexOf(type) >= 0 ? "0" + type : "";
    int group = "boxX".indexOf(type) >= 0 ? 4 : 3;
    return pad(signOf(value.signum() < 0) + prefix, grouped(digits, group), ">");
  }

  private String real(double value) {
    boolean negative = value < 0 || value == 0 && 1 / value < 0;
    String digits;
    if (type == 0) {
      digits = precision < 0 ? Floats.repr(Math.abs(value)) : FloatFormat.untyped(value, precision);
    } else if ("eEfFgGn%".indexOf(type) >= 0) {
      char kind = type == 'n' ? 'g' : type;
      digits = FloatFormat.format(value, kind, precision < 0 ? 6 : precision, alternate);
    } else {
      throw unknown("float");
    }
    return pad(signOf(negative), grouped(digits, 3), ">");
  }

  private String signOf(boolean negative) {
    return negative ? "-" : sign.equals("-") ? "" : sign;
  }

  /** The digits before the point in groups. */
  private String grouped(String digits, int size) {
    if (grouping.isEmpty()) {
      return digits;
    }
    int end = 0;
    while (end < digits.length() && Character.isLetterOrDigit(digits.charAt(end))) {
      end++;
    }
    StringBuilder grouped = new StringBuilder(digits);
    for (int place = end - size; place > 0; place -= size) {
      grouped.insert(place, grouping);
    }
    return grouped.toString();
  }

  private String pad(String head, String body, String standard) {
    int missing = Math.max(0, width - CodePoints.length(head) - CodePoints.length(body));
    String where = align.isEmpty() ? standard : align;
    return switch (where) {
      case "<" -> head + body + fill.repeat(missing);
      case "^" -> fill.repeat(missing / 2) + head + body + fill.repeat(missing - missing / 2);
      case "=" -> head + fill.repeat(missing) + body;
      default -> fill.repeat(missing) + head + body;
    };
  }

  private PythonError unknown(String typeName) {
    return PythonError.value("Unknown format code '%s' for object of type '%s'", type, typeName);
  }
}
