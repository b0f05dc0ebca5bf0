package org.sluice.text.prompt.python;

import java.math.BigInteger;
import java.util.Locale;

/** {@code int()}, {@code float()} and {@code round()}. */
public final class Conversions {
  private Conversions() {}

  /** {@code float(value)}. */
  public static double toFloat(Object value) {
    String text = Types.text(value);
    if (text != null) {
      return Floats.parse(text);
    }
    if (!Types.isNumber(value)) {
      Comparison.refuse(value, null);
      throw PythonError.type(
          "float() argument must be a string or a real number, not '%s'", Types.name(value));
    }
    return Types.real(value);
  }

  /** {@code int(value)} or, for a string, {@code int(value, base)}. */
  public static Object toInt(Object value, int base) {
    String text = Types.text(value);
    if (text != null) {
      return parse(text, base);
    }
    if (value instanceof Double real) {
      return Floats.truncate(real);
    }
    if (!Types.isInteger(value)) {
      Comparison.refuse(value, null);
      throw PythonError.type(
          "int() argument must be a string, a bytes-like object or a real number, not '%s'",
          Types.name(value));
    }
    return Arithmetic.whole(Types.big(value));
  }

  private static Object parse(String text, int base) {
    if (base != 0 && (base < 2 || base > 36)) {
      throw PythonError.value("int() base must be >= 2 and <= 36, or 0");
    }
    String bare = CodePoints.strip(text, null, true, true).toLowerCase(Locale.ROOT);
    boolean negative = bare.startsWith("-");
    String digits = bare.replaceFirst("^[+-]", "");
    int prefixed = prefixBase(digits);
    int actual = base == 0 ? (prefixed == 0 ? 10 : prefixed) : base;
    if (prefixed == actual && prefixed != 0) {
      digits = digits.substring(2).replaceFirst("^_", "");
    }
    boolean leadingZero = base == 0 && prefixed == 0 && digits.matches("0[0_]*[1-9].*");
    String plain = digits.replaceAll("(?<=[^_])_(?=[^_])", "");
    if (plain.isEmpty() || leadingZero || !plain.chars().allMatch(c -> isDigit(c, actual))) {
      throw PythonError.value(
          "invalid literal for int() with base %d: %s", base, Printer.quoted(text));
    }
    if (plain.length() > Bounds.INTEGER_DIGITS) {
      throw PythonError.value(
          "Exceeds the limit (%d digits) for integer string conversion", Bounds.INTEGER_DIGITS);
    }
    BigInteger number = new BigInteger(plain, actual);
    return Arithmetic.whole(negative ? number.negate() : number);
  }

  private static boolean isDigit(int unit, int base) {
    return Character.digit(unit, base) >= 0;
  }

  private static int prefixBase(String digits) {
    return digits.startsWith("0x")
        ? 16
        : digits.startsWith("0o") ? 8 : digits.startsWith("0b") ? 2 : 0;
  }

  /** {@code round(value, places)}: an int stays an int. */
  public static Object round(Object value, long places) {
    if (value instanceof Double real) {
      return Floats.round(real, (int) Math.max(-400, Math.min(400, places)));
    }
    if (!Types.isInteger(value)) {
      Comparison.refuse(value, null);
      throw PythonError.type("type %s doesn't define __round__ method", Types.name(value));
    }
    if (places >= 0) {
      return Arithmetic.whole(Types.big(value));
    }
    int scale = (int) Math.max(places, -Bounds.INTEGER_DIGITS);
    return Arithmetic.whole(
        new java.math.BigDecimal(Types.big(value))
            .setScale(scale, java.math.RoundingMode.HALF_EVEN)
            .toBigInteger());
  }

  /** {@code math.floor(value * 10 ** places) / 10 ** places}, or the same with ceil. */
  public static Object roundTowards(Object value, long places, boolean up) {
    Object scale = Arithmetic.power(10L, places);
    Object scaled = Arithmetic.multiply(value, scale);
    double whole = toFloat(scaled);
    Object rounded = toInt(up ? Math.ceil(whole) : Math.floor(whole), 10);
    return Arithmetic.divide(rounded, scale);
  }
}
