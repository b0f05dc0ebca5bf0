package org.sluice.text.prompt.python;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;

/** Turns what Java code and JSON readers hand over into the values that templates see. */
public final class PlainData {
  private PlainData() {}

  /** A deep copy in template values; what has no plain form becomes its type's name in brackets. */
  public static Object of(Object value) {
    if (value == null || value instanceof String || value instanceof Boolean) {
      return value;
    }
    if (value instanceof Number number) {
      return number(number);
    }
    if (value instanceof Map<?, ?> map) {
      Dict dict = new Dict();
      map.forEach((key, item) -> dict.put(of(key), of(item)));
      return dict;
    }
    if (value instanceof Dict dict) {
      Dict copy = new Dict();
      dict.keys().forEach(key -> copy.put(key, of(dict.get(key))));
      return copy;
    }
    if (value instanceof Collection<?> items) {
      return list(items);
    }
    return "<" + value.getClass().getSimpleName() + ">";
  }

  private static List<Object> list(Collection<?> items) {
    List<Object> list = new ArrayList<>(items.size());
    items.forEach(item -> list.add(of(item)));
    return list;
  }

  private static Object number(Number number) {
    if (number instanceof BigInteger big) {
      return Arithmetic.whole(big);
    }
    boolean real =
        number instanceof Double || number instanceof Float || number instanceof BigDecimal;
    return real ? (Object) number.doubleValue() : (Object) number.longValue();
  }
}
