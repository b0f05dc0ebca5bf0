package org.sluice.text.prompt.python;

import java.math.BigDecimal;
import java.math.MathContext;
import java.math.RoundingMode;
import java.util.Locale;

/** The presentation types e, f, g and % of floats, exact as C's printf is. */
final class FloatFormat {
  private static final int MOST_PRECISION = 5_000;

  private FloatFormat() {}

  /**
   * The absolute value in one of these types, without sign.
   *
   * @param type e, E, f, F, g, G or %
   * @param precision digits after the point (for g: significant digits)
   * @param keepZeros whether g keeps the zeros at its end ({@code #})
   */
  static String format(double value, char type, int precision, boolean keepZeros) {
    if (!Double.isFinite(value)) {
      String name = Double.isNaN(value) ? "nan" : "inf";
      return Character.isUpperCase(type) ? name.toUpperCase(Locale.ROOT) : name;
    }
    if (precision > MOST_PRECISION) {
      throw PythonError.value("precision too big");
    }
    BigDecimal exact = new BigDecimal(Math.abs(value));
    String text =
        switch (Character.toLowerCase(type)) {
          case 'e' -> exponent(exact, precision);
          case 'g' -> general(exact, precision == 0 ? 1 : precision, keepZeros, false);
          case '%' -> fixed(exact.movePointRight(2), precision) + "%";
          default -> fixed(exact, precision);
        };
    return Character.isUpperCase(type) ? text.toUpperCase(Locale.ROOT) : text;
  }

  /** The type that is used when a format names a precision but no type: 12.0 keeps its ".0". */
  static String untyped(double value, int precision) {
    if (!Double.isFinite(value)) {
      return format(value, 'g', precision, false);
    }
    return general(new BigDecimal(Math.abs(value)), Math.max(1, precision), false, true);
  }

  private static String fixed(BigDecimal value, int precision) {
    return value.setScale(precision, RoundingMode.HALF_EVEN).toPlainString();
  }

  private static String exponent(BigDecimal value, int precision) {
    if (value.signum() == 0) {
      return fixed(value, precision) + "e+00";
    }
    BigDecimal rounded = value.round(new MathContext(precision + 1, RoundingMode.HALF_EVEN));
    int exponent = rounded.precision() - rounded.scale() - 1;
    String digits = fixed(rounded.movePointLeft(exponent), precision);
    return digits + power(exponent);
  }

  private static String power(int exponent) {
    String digits = Integer.toString(Math.abs(exponent));
    return (exponent < 0 ? "e-" : "e+") + (digits.length() < 2 ? "0" + digits : digits);
  }

  private static String general(BigDecimal value, int digits, boolean keepZeros, boolean dotZero) {
    if (value.signum() == 0) {
      return keepZeros ? fixed(value, digits - 1) : dotZero ? "0.0" : "0";
    }
    BigDecimal rounded = value.round(new MathContext(digits, RoundingMode.HALF_EVEN));
    int exponent = rounded.precision() - rounded.scale() - 1;
    if (exponent < -4 || exponent >= (dotZero ? digits - 1 : digits)) {
      String mantissa = fixed(rounded.movePointLeft(exponent), digits - 1);
      return (keepZeros ? mantissa : withoutZeros(mantissa)) + power(exponent);
    }
    String plain = fixed(rounded, Math.max(0, digits - 1 - exponent));
    plain = keepZeros ? plain : withoutZeros(plain);
    return dotZero && plain.indexOf('.') < 0 ? plain + ".0" : plain;
  }

  private static String withoutZeros(String digits) {
    return digits.indexOf('.') < 0 ? digits : digits.replaceFirst("\\.?0+$", "");
  }
}
