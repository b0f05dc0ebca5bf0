package org.sluice.text.prompt.python;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.util.List;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** {@code text % values}. */
public final class PercentFormat {
  private static final Pattern FIELD =
      Pattern.compile(
          "%(?:\\(([^)]*)\\))?([-#0 +]*)(\\*|\\d{1,9})?(?:\\.(\\*|\\d{0,9}))?[hlL]?(.)?",
          Pattern.DOTALL);

  private final Object values;
  private final boolean escape;
  private int next;

  private PercentFormat(Object values, boolean escape) {
    this.values = values;
    this.escape = escape;
  }

  /**
   * Formats.
   *
   * @param values a tuple, a dict or one value
   * @param escape whether strings are made safe for HTML
   */
  public static String format(String text, Object values, boolean escape) {
    PercentFormat format = new PercentFormat(values, escape);
    Matcher field = FIELD.matcher(text);
    StringBuilder formatted = new StringBuilder();
    int start = 0;
    while (field.find(start)) {
      formatted.append(text, start, field.start()).append(format.field(field));
      Bounds.text(formatted.length());
      start = field.end();
    }
    format.refuseLeftovers();
    return formatted.append(text, start, text.length()).toString();
  }

  private void refuseLeftovers() {
    boolean keyed =
        values instanceof Dict
            || values instanceof List
            || values instanceof PyObject && !(values instanceof Tuple || values instanceof Markup);
    if (next < count() && !keyed) {
      throw PythonError.type("not all arguments converted during string formatting");
    }
  }

  private int count() {
    return values instanceof Tuple tuple ? tuple.length() : 1;
  }

  private Object take() {
    if (next >= count()) {
      throw PythonError.type("not enough arguments for format string");
    }
    Object value = values instanceof Tuple tuple ? tuple.items().get(next) : values;
    next++;
    return value;
  }

  private int number(String given, int otherwise) {
    if (given == null) {
      return otherwise;
    }
    if (given.equals("*")) {
      return Types.smallInteger(take());
    }
    return given.isEmpty() ? 0 : Integer.parseInt(given);
  }

  private String field(Matcher field) {
    if (field.group(5) == null) {
      throw PythonError.value("incomplete format");
    }
    char type = field.group(5).charAt(0);
    if (type == '%' && field.end() - field.start() == 2) {
      return "%";
    }
    Object keyed = null;
    if (field.group(1) != null) {
      if (!(values instanceof Dict dict)) {
        throw PythonError.type("format requires a mapping");
      }
      keyed = Sequences.item(dict, field.group(1));
    }
    String flags = field.group(2);
    int width = number(field.group(3), 0);
    int precision = number(field.group(4), -1);
    if (type == '%') {
      return "%";
    }
    Object value = field.group(1) != null ? keyed : take();
    boolean left = flags.indexOf('-') >= 0 || width < 0;
    Bounds.text(Math.abs((long) width));
    return pad(convert(type, value, flags, precision), type, flags, Math.abs(width), left);
  }

  private String convert(char type, Object value, String flags, int precision) {
    boolean alternate = flags.indexOf('#') >= 0;
    return switch (type) {
      case 's' -> cut(escape ? Markup.escape(value).text() : Printer.str(value), precision);
      case 'r', 'a' -> cut(type == 'r' ? Printer.repr(value) : ascii(value), precision);
      case 'd', 'i', 'u' -> signed(integer(value, type), 10, flags, precision);
      case 'x', 'X', 'o' -> based(type, integer(value, type), flags, precision);
      case 'e', 'E', 'f', 'F', 'g', 'G' -> {
        if (!Types.isNumber(value)) {
          Comparison.refuse(value, null);
          throw PythonError.type("must be real number, not %s", Types.name(value));
        }
        double real = Types.real(value);
        boolean negative = real < 0 || real == 0 && 1 / real < 0;
        yield sign(negative, flags)
            + FloatFormat.format(real, type, precision < 0 ? 6 : precision, alternate);
      }
      case 'c' -> character(value);
      default ->
          throw PythonError.value("unsupported format character '%s' (0x%x)", type, (int) type);
    };
  }

  private static String ascii(Object value) {
    StringBuilder ascii = new StringBuilder();
    Printer.repr(value)
        .codePoints()
        .forEach(c -> ascii.append(c < 0x80 ? Character.toString(c) : Printer.codePointEscape(c)));
    return ascii.toString();
  }

  private static String cut(String text, int precision) {
    boolean longer = precision >= 0 && precision < CodePoints.length(text);
    return longer ? CodePoints.slice(text, 0, precision) : text;
  }

  private static BigInteger integer(Object value, char type) {
    if (value instanceof Double real && "diu".indexOf(type) >= 0) {
      Floats.truncate(real);
      return new BigDecimal(real).toBigInteger();
    }
    if (!Types.isInteger(value)) {
      boolean real = "diu".indexOf(type) >= 0;
      throw PythonError.type(
          "%%%s format: %s is required, not %s",
          type, real ? "a real number" : "an integer", Types.name(value));
    }
    return Types.big(value);
  }

  private static String sign(boolean negative, String flags) {
    return negative ? "-" : flags.indexOf('+') >= 0 ? "+" : flags.indexOf(' ') >= 0 ? " " : "";
  }

  private static String signed(BigInteger value, int base, String flags, int precision) {
    String digits = base == 10 ? Printer.digits(value.abs()) : value.abs().toString(base);
    String zeros = "0".repeat(Bounds.text(Math.max(0L, (long) precision - digits.length())));
    return sign(value.signum() < 0, flags) + zeros + digits;
  }

  private static String based(char type, BigInteger value, String flags, int precision) {
    String text = signed(value.abs(), type == 'o' ? 8 : 16, "", precision);
    String prefix = flags.indexOf('#') >= 0 ? "0" + Character.toLowerCase(type) : "";
    String all = sign(value.signum() < 0, flags) + prefix + text;
    return type == 'X' ? all.toUpperCase(Locale.ROOT) : all;
  }

  private static String character(Object value) {
    String text = Types.text(value);
    if (text != null && CodePoints.length(text) == 1) {
      return text;
    }
    if (!Types.isInteger(value)) {
      throw PythonError.type("%%c requires int or char");
    }
    long codePoint = Types.integer(value);
    if (codePoint < 0 || codePoint > Character.MAX_CODE_POINT) {
      throw PythonError.of(ErrorType.OVERFLOW, "%%c arg not in range(0x110000)");
    }
    return Character.toString((int) codePoint);
  }

  private static String pad(String text, char type, String flags, int width, boolean left) {
    int missing = Math.max(0, width - CodePoints.length(text));
    if (left) {
      return text + " ".repeat(missing);
    }
    boolean number = "srac".indexOf(type) < 0;
    if (!number || flags.indexOf('0') < 0) {
      return " ".repeat(missing) + text;
    }
    int head = text.matches("^[-+ ].*") ? 1 : 0;
    head += text.startsWith("0x", head) || text.startsWith("0X", head) ? 2 : 0;
    return text.substring(0, head) + "0".repeat(missing) + text.substring(head);
  }
}
