package org.sluice.text.prompt.python;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.math.MathContext;
import java.math.RoundingMode;

/** How Python prints, reads and rounds floats. */
final class Floats {
  /** A decimal of up to 15 digits is the only one that short for its double. */
  private static final int ALWAYS_SHORTEST = 15;

  private Floats() {}

  /** The shortest decimal that reads back as the same double; an exponent below 1e-4, from 1e16. */
  static String repr(double value) {
    if (!Double.isFinite(value)) {
      return Double.isNaN(value) ? "nan" : value > 0 ? "inf" : "-inf";
    }
    String sign = value < 0 || 1 / value < 0 ? "-" : "";
    if (value == 0) {
      return sign + "0.0";
    }
    BigDecimal shortest = shortest(Math.abs(value));
    String digits = shortest.unscaledValue().toString();
    int point = digits.length() - shortest.scale(); // places before the decimal point
    if (point > -4 && point <= 16) {
      return sign + plain(digits, point);
    }
    String fraction = digits.length() > 1 ? "." + digits.substring(1) : "";
    int exponent = point - 1;
    String power = Math.abs(exponent) < 10 ? "0" + Math.abs(exponent) : "" + Math.abs(exponent);
    return sign + digits.charAt(0) + fraction + "e" + (exponent < 0 ? "-" : "+") + power;
  }

  private static String plain(String digits, int point) {
    if (point <= 0) {
      return "0." + "0".repeat(-point) + digits;
    }
    if (point >= digits.length()) {
      return digits + "0".repeat(point - digits.length()) + ".0";
    }
    return digits.substring(0, point) + "." + digits.substring(point);
  }

  private static BigDecimal shortest(double value) {
    BigDecimal exact = new BigDecimal(value);
    int precision = value < Double.MIN_NORMAL ? 1 : ALWAYS_SHORTEST;
    BigDecimal rounded;
    do {
      rounded = exact.round(new MathContext(precision++, RoundingMode.HALF_EVEN));
    } while (rounded.doubleValue() != value);
    return rounded.stripTrailingZeros();
  }

  /** {@code float(text)}; ValueError when it is no number. */
  static double parse(String text) {
    String bare = CodePoints.strip(text, null, true, true).replaceAll("(?<=\\d)_(?=\\d)", "");
    String lower = CaseMapping.lower(bare).replaceFirst("^[+-]", "");
    double sign = bare.startsWith("-") ? -1 : 1;
    if (lower.equals("inf") || lower.equals("infinity")) {
      return sign * Double.POSITIVE_INFINITY;
    }
    if (lower.equals("nan")) {
      return Double.NaN;
    }
    if (!lower.matches("(\\d+(\\.\\d*)?|\\.\\d+)(e[+-]?\\d+)?")) {
      throw PythonError.value("could not convert string to float: %s", Printer.quoted(text));
    }
    return sign * Double.parseDouble(lower);
  }

  /** {@code round(value, places)}: half to even on the exact value. */
  static double round(double value, int places) {
    if (!Double.isFinite(value) || places > 330) {
      return value;
    }
    int scale = Math.max(places, -330);
    double rounded = new BigDecimal(value).setScale(scale, RoundingMode.HALF_EVEN).doubleValue();
    return rounded == 0 ? Math.copySign(0, value) : rounded;
  }

  /** {@code int(value)}; OverflowError and ValueError for infinity and NaN. */
  static Object truncate(double value) {
    if (Double.isNaN(value)) {
      throw PythonError.value("cannot convert float NaN to integer");
    }
    if (Double.isInfinite(value)) {
      throw PythonError.of(ErrorType.OVERFLOW, "cannot convert float infinity to integer");
    }
    BigInteger whole = new BigDecimal(value).toBigInteger();
    return Arithmetic.whole(whole);
  }
}
