package org.sluice.text.prompt.python;

import java.math.BigInteger;
import java.util.List;

/** What a value is: its Python type, its truth, its text, its integer. */
public final class Types {
  private Types() {}

  /** {@code type(value).__name__}. */
  public static String name(Object value) {
    if (value == null) {
      return "NoneType";
    }
    if (value instanceof String) {
      return "str";
    }
    if (value instanceof Boolean) {
      return "bool";
    }
    if (value instanceof Long || value instanceof BigInteger) {
      return "int";
    }
    if (value instanceof Double) {
      return "float";
    }
    if (value instanceof Dict) {
      return "dict";
    }
    if (value instanceof List) {
      return "list";
    }
    return ((PyObject) value).typeName();
  }

  /** {@code bool(value)}. */
  public static boolean truth(Object value) {
    if (value == null) {
      return false;
    }
    if (value instanceof Boolean flag) {
      return flag;
    }
    if (value instanceof String text) {
      return !text.isEmpty();
    }
    if (value instanceof Dict dict) {
      return dict.size() > 0;
    }
    if (value instanceof List<?> list) {
      return !list.isEmpty();
    }
    if (value instanceof Long number) {
      return number != 0;
    }
    if (value instanceof Double number) {
      return number != 0;
    }
    return value instanceof BigInteger || ((PyObject) value).truth();
  }

  /** The characters of a str, also of one marked safe; null when the value is no str. */
  public static String text(Object value) {
    if (value instanceof String text) {
      return text;
    }
    return value instanceof Markup markup ? markup.text() : null;
  }

  public static boolean isText(Object value) {
    return value instanceof String || value instanceof Markup;
  }

  /** An int, booleans included, as in Python. */
  public static boolean isInteger(Object value) {
    return value instanceof Long || value instanceof Boolean || value instanceof BigInteger;
  }

  public static boolean isNumber(Object value) {
    return value instanceof Double || isInteger(value);
  }

  /** An int or bool as a big integer. */
  static BigInteger big(Object value) {
    if (value instanceof BigInteger big) {
      return big;
    }
    return BigInteger.valueOf(value instanceof Boolean flag ? (flag ? 1 : 0) : (Long) value);
  }

  /** An int or bool for use as an index, a count or a width; what does not fit is clamped. */
  public static long integer(Object value) {
    if (value instanceof Long number) {
      return number;
    }
    if (value instanceof Boolean flag) {
      return flag ? 1 : 0;
    }
    if (value instanceof BigInteger big) {
      return big.signum() < 0 ? Long.MIN_VALUE : Long.MAX_VALUE;
    }
    if (value instanceof PyObject object) {
      object.refuse();
    }
    throw PythonError.type("'%s' object cannot be interpreted as an integer", name(value));
  }

  /** The same, clamped to Java's int. */
  public static int smallInteger(Object value) {
    return (int) Math.max(Integer.MIN_VALUE, Math.min(Integer.MAX_VALUE, integer(value)));
  }

  /** A float, int or bool as a double. */
  static double real(Object value) {
    if (value instanceof Double number) {
      return number;
    }
    if (value instanceof Long number) {
      return number;
    }
    double real = big(value).doubleValue();
    if (Double.isInfinite(real)) {
      throw PythonError.of(ErrorType.OVERFLOW, "int too large to convert to float");
    }
    return real;
  }

  /** A str argument of a method. */
  static String textArgument(Object value, String function) {
    String text = text(value);
    if (text == null) {
      throw PythonError.type("%s() argument must be str, not %s", function, name(value));
    }
    return text;
  }
}
