package org.sluice.text.prompt.python;

import java.math.BigDecimal;
import java.util.Comparator;
import java.util.Iterator;
import java.util.List;

/** Python's {@code ==}, {@code <}, {@code in} and {@code is}. */
public final class Comparison {
  /** The order of {@code sorted()}: TypeError for values that have none. */
  public static final Comparator<Object> ORDER = (a, b) -> compare(a, b, "<");

  private Comparison() {}

  public static boolean equal(Object a, Object b) {
    if (a == b) {
      return !(a instanceof Double number && number.isNaN());
    }
    if (a == null || b == null) {
      return false;
    }
    if (a instanceof String && b instanceof String) {
      return a.equals(b);
    }
    if (Types.isNumber(a) && Types.isNumber(b)) {
      return compareNumbers(a, b) == 0;
    }
    if (Types.isText(a) && Types.isText(b)) {
      return Types.text(a).equals(Types.text(b));
    }
    if (a instanceof List<?> x && b instanceof List<?> y) {
      return equalItems(x, y);
    }
    if (a instanceof Tuple x && b instanceof Tuple y) {
      return equalItems(x.items(), y.items());
    }
    if (a instanceof Dict x && b instanceof Dict y) {
      return x.size() == y.size()
          && x.keys().stream().allMatch(key -> y.contains(key) && equal(x.get(key), y.get(key)));
    }
    if (a instanceof Range x && b instanceof Range y) {
      return equalItems(Sequences.list(x), Sequences.list(y));
    }
    return a instanceof PyObject && a.equals(b);
  }

  private static boolean equalItems(List<?> a, List<?> b) {
    if (a.size() != b.size()) {
      return false;
    }
    Iterator<?> other = b.iterator();
    return a.stream().allMatch(item -> equal(item, other.next()));
  }

  /** {@code a is b}, as far as it can be told of values that Java boxes. */
  public static boolean same(Object a, Object b) {
    boolean scalar = a instanceof String || a instanceof Long || a instanceof Boolean;
    return a == b || scalar && a.equals(b);
  }

  /**
   * Negative, zero or positive.
   *
   * @param sign the operator, for the TypeError of values without an order
   */
  public static int compare(Object a, Object b, String sign) {
    if (Types.isText(a) && Types.isText(b)) {
      return CodePoints.compare(Types.text(a), Types.text(b));
    }
    if (Types.isNumber(a) && Types.isNumber(b)) {
      return compareNumbers(a, b);
    }
    if (a instanceof List<?> x && b instanceof List<?> y) {
      return compareItems(x, y, sign);
    }
    if (a instanceof Tuple x && b instanceof Tuple y) {
      return compareItems(x.items(), y.items(), sign);
    }
    refuse(a, b);
    throw PythonError.type(
        "'%s' not supported between instances of '%s' and '%s'",
        sign, Types.name(a), Types.name(b));
  }

  /** Whether a number is NaN, for which every comparison but {@code !=} is false. */
  public static boolean unordered(Object a, Object b) {
    return a instanceof Double x && x.isNaN() || b instanceof Double y && y.isNaN();
  }

  private static int compareItems(List<?> a, List<?> b, String sign) {
    int shared = Math.min(a.size(), b.size());
    for (int i = 0; i < shared; i++) {
      if (!equal(a.get(i), b.get(i))) {
        return compare(a.get(i), b.get(i), sign);
      }
    }
    return Integer.compare(a.size(), b.size());
  }

  private static int compareNumbers(Object a, Object b) {
    if (a instanceof Long x && b instanceof Long y) {
      return x.compareTo(y);
    }
    boolean infinite =
        a instanceof Double x && !Double.isFinite(x)
            || b instanceof Double y && !Double.isFinite(y);
    if (infinite) {
      return unordered(a, b) ? 1 : Double.compare(Types.real(a), Types.real(b));
    }
    return decimal(a).compareTo(decimal(b));
  }

  private static BigDecimal decimal(Object number) {
    return number instanceof Double real ? new BigDecimal(real) : new BigDecimal(Types.big(number));
  }

  /** {@code value in container}. */
  public static boolean contains(Object container, Object value) {
    String text = Types.text(container);
    if (text != null) {
      if (!Types.isText(value)) {
        throw PythonError.type(
            "'in <string>' requires string as left operand, not %s", Types.name(value));
      }
      return text.contains(Types.text(value));
    }
    if (container instanceof Dict dict) {
      return dict.contains(value);
    }
    if (!Sequences.iterable(container)) {
      refuse(container, null);
      throw PythonError.type("argument of type '%s' is not iterable", Types.name(container));
    }
    for (Iterator<Object> items = Sequences.iterator(container); items.hasNext(); ) {
      Object item = items.next();
      if (same(item, value) || equal(item, value)) {
        return true;
      }
    }
    return false;
  }

  /** Lets undefined operands raise their own error before a TypeError is raised. */
  static void refuse(Object a, Object b) {
    if (a instanceof PyObject object) {
      object.refuse();
    }
    if (b instanceof PyObject object) {
      object.refuse();
    }
  }
}
