package org.sluice.text.prompt.python;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.math.MathContext;
import java.util.ArrayList;
import java.util.List;

/** Python's arithmetic operators on numbers, strings and sequences. */
public final class Arithmetic {
  /** Two integers below this in size have a sum that fits in a long. */
  private static final long SMALL = 1L << 62;

  private Arithmetic() {}

  public static Object add(Object a, Object b) {
    if (a instanceof String x && b instanceof String y) {
      Bounds.text((long) x.length() + y.length());
      return x.concat(y);
    }
    if (Types.isNumber(a) && Types.isNumber(b)) {
      if (a instanceof Double || b instanceof Double) {
        return Types.real(a) + Types.real(b);
      }
      return a instanceof Long x
              && b instanceof Long y
              && Math.abs(x) < SMALL
              && Math.abs(y) < SMALL
          ? (Object) (x + y)
          : whole(Types.big(a).add(Types.big(b)));
    }
    if (Types.isText(a) && Types.isText(b)) {
      return new Markup(Markup.escape(a).text() + Markup.escape(b).text());
    }
    if (a instanceof List<?> x && b instanceof List<?> y) {
      return joined(x, y);
    }
    if (a instanceof Tuple x && b instanceof Tuple y) {
      return new Tuple(joined(x.items(), y.items()));
    }
    Comparison.refuse(a, b);
    if (Types.isText(a)) {
      throw PythonError.type("can only concatenate str (not \"%s\") to str", Types.name(b));
    }
    if (a instanceof List || a instanceof Tuple) {
      String kind = Types.name(a);
      throw PythonError.type(
          "can only concatenate %s (not \"%s\") to %s", kind, Types.name(b), kind);
    }
    throw unsupported("+", a, b);
  }

  private static List<Object> joined(List<?> a, List<?> b) {
    List<Object> both = new ArrayList<>(Bounds.items((long) a.size() + b.size()));
    both.addAll(a);
    both.addAll(b);
    return both;
  }

  public static Object subtract(Object a, Object b) {
    numbers("-", a, b);
    if (a instanceof Double || b instanceof Double) {
      return Types.real(a) - Types.real(b);
    }
    return whole(Types.big(a).subtract(Types.big(b)));
  }

  public static Object multiply(Object a, Object b) {
    if (Types.isNumber(a) && Types.isNumber(b)) {
      if (a instanceof Double || b instanceof Double) {
        return Types.real(a) * Types.real(b);
      }
      Bounds.bits((long) Types.big(a).bitLength() + Types.big(b).bitLength());
      return whole(Types.big(a).multiply(Types.big(b)));
    }
    if (repeats(a)) {
      return repeat(a, b);
    }
    if (repeats(b)) {
      return repeat(b, a);
    }
    Comparison.refuse(a, b);
    throw unsupported("*", a, b);
  }

  private static boolean repeats(Object value) {
    return Types.isText(value) || value instanceof List || value instanceof Tuple;
  }

  private static Object repeat(Object sequence, Object by) {
    Comparison.refuse(by, null);
    if (!Types.isInteger(by)) {
      throw PythonError.type("can't multiply sequence by non-int of type '%s'", Types.name(by));
    }
    int times = Math.max(0, Types.smallInteger(by));
    if (sequence instanceof String text) {
      Bounds.text((long) text.length() * times);
      return text.repeat(times);
    }
    if (sequence instanceof Markup markup) {
      return new Markup((String) repeat(markup.text(), by));
    }
    if (sequence instanceof Tuple tuple) {
      return new Tuple(repeated(tuple.items(), times));
    }
    return repeated((List<?>) sequence, times);
  }

  private static List<Object> repeated(List<?> items, int times) {
    List<Object> all = new ArrayList<>(Bounds.items((long) items.size() * times));
    for (int i = 0; i < times; i++) {
      all.addAll(items);
    }
    return all;
  }

  /** True division: always a float. */
  public static Object divide(Object a, Object b) {
    numbers("/", a, b);
    if (a instanceof Double || b instanceof Double) {
      if (Types.real(b) == 0) {
        throw PythonError.of(ErrorType.ZERO_DIVISION, "float division by zero");
      }
      return Types.real(a) / Types.real(b);
    }
    BigInteger x = Types.big(a);
    BigInteger y = Types.big(b);
    if (y.signum() == 0) {
      throw PythonError.of(ErrorType.ZERO_DIVISION, "division by zero");
    }
    if (x.bitLength() <= 53 && y.bitLength() <= 53) {
      return x.doubleValue() / y.doubleValue();
    }
    return new BigDecimal(x).divide(new BigDecimal(y), MathContext.DECIMAL128).doubleValue();
  }

  public static Object floorDivide(Object a, Object b) {
    numbers("//", a, b);
    if (a instanceof Double || b instanceof Double) {
      double y = Types.real(b);
      if (y == 0) {
        throw PythonError.of(ErrorType.ZERO_DIVISION, "float floor division by zero");
      }
      double x = Types.real(a);
      double rest = floorRemainder(x, y);
      double quotient = (x - rest) / y;
      return quotient == 0 ? Math.copySign(0, x / y) : Math.rint(quotient);
    }
    return whole(floorPair(a, b)[0]);
  }

  /** {@code a % b}; for a string on the left it formats. */
  public static Object remainder(Object a, Object b) {
    if (a instanceof Markup markup) {
      return new Markup(PercentFormat.format(markup.text(), b, true));
    }
    if (a instanceof String text) {
      return PercentFormat.format(text, b, false);
    }
    numbers("%", a, b);
    if (a instanceof Double || b instanceof Double) {
      if (Types.real(b) == 0) {
        throw PythonError.of(ErrorType.ZERO_DIVISION, "float modulo");
      }
      return floorRemainder(Types.real(a), Types.real(b));
    }
    return whole(floorPair(a, b)[1]);
  }

  /** The remainder with the sign of the divisor. */
  private static double floorRemainder(double a, double b) {
    double rest = a % b;
    if (rest == 0) {
      return Math.copySign(0, b);
    }
    return (rest < 0) == (b < 0) ? rest : rest + b;
  }

  private static BigInteger[] floorPair(Object a, Object b) {
    BigInteger y = Types.big(b);
    if (y.signum() == 0) {
      throw PythonError.of(ErrorType.ZERO_DIVISION, "integer division or modulo by zero");
    }
    BigInteger[] pair = Types.big(a).divideAndRemainder(y);
    if (pair[1].signum() != 0 && pair[1].signum() != y.signum()) {
      pair[0] = pair[0].subtract(BigInteger.ONE);
      pair[1] = pair[1].add(y);
    }
    return pair;
  }

  public static Object power(Object a, Object b) {
    numbers("** or pow()", a, b);
    boolean real = a instanceof Double || b instanceof Double;
    if (real || Types.big(b).signum() < 0) {
      return realPower(Types.real(a), Types.real(b));
    }
    BigInteger base = Types.big(a);
    long exponent = Types.integer(b);
    if (base.bitLength() > 1) {
      Bounds.bits(
          base.bitLength() > Bounds.INTEGER_BITS / Math.max(1, exponent)
              ? Long.MAX_VALUE
              : base.bitLength() * exponent);
      return whole(base.pow((int) exponent));
    }
    // the base is -2, -1, 0 or 1
    if (base.intValue() == -2) {
      Bounds.bits(exponent);
      return whole(base.pow((int) exponent));
    }
    boolean minus = base.signum() < 0 && exponent % 2 != 0;
    return exponent == 0 ? 1L : minus ? -1L : Math.abs(base.longValue());
  }

  private static double realPower(double a, double b) {
    if (a == 0 && b < 0) {
      throw PythonError.of(ErrorType.ZERO_DIVISION, "0.0 cannot be raised to a negative power");
    }
    double result = Math.pow(a, b);
    if (Double.isInfinite(result) && Double.isFinite(a) && Double.isFinite(b)) {
      throw PythonError.of(ErrorType.OVERFLOW, "(34, 'Numerical result out of range')");
    }
    if (Double.isNaN(result) && !Double.isNaN(a) && !Double.isNaN(b)) {
      throw PythonError.of(ErrorType.RUNTIME, "complex numbers are not offered in templates");
    }
    return result;
  }

  public static Object negate(Object value) {
    sign("-", value);
    return value instanceof Double real ? (Object) (-real) : whole(Types.big(value).negate());
  }

  public static Object plus(Object value) {
    sign("+", value);
    return value instanceof Double ? value : whole(Types.big(value));
  }

  private static void sign(String operator, Object value) {
    if (!Types.isNumber(value)) {
      Comparison.refuse(value, null);
      throw PythonError.type("bad operand type for unary %s: '%s'", operator, Types.name(value));
    }
  }

  private static void numbers(String operator, Object a, Object b) {
    if (!Types.isNumber(a) || !Types.isNumber(b)) {
      Comparison.refuse(a, b);
      throw unsupported(operator, a, b);
    }
  }

  private static PythonError unsupported(String operator, Object a, Object b) {
    return new PythonError(
        ErrorType.TYPE,
        "unsupported operand type(s) for "
            + operator
            + (": '" + Types.name(a) + "' and '" + Types.name(b) + "'"));
  }

  /** An integer in the form in which values are kept: Long where it fits. */
  public static Object whole(BigInteger value) {
    return value.bitLength() < Long.SIZE ? (Object) value.longValue() : value;
  }
}
