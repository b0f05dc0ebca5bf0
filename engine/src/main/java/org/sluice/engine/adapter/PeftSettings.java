package org.sluice.engine.adapter;

import java.io.Serializable;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.sluice.base.Check;

/**
 * A method's settings under PEFT's names: what was given, over the method's defaults. Values are
 * numbers, booleans, strings, lists and maps, as JSON has them.
 */
public final class PeftSettings implements Serializable {
  private static final long serialVersionUID = 1L;

  private final TreeMap<String, Object> values;

  private PeftSettings(TreeMap<String, Object> values) {
    this.values = values;
  }

  /** Given settings over defaults. */
  public static PeftSettings of(Map<String, ?> defaults, Map<String, ?> given) {
    TreeMap<String, Object> all = new TreeMap<>(defaults);
    all.putAll(given);
    return new PeftSettings(all);
  }

  /** The same with one more setting. */
  public PeftSettings with(String key, Object value) {
    TreeMap<String, Object> all = new TreeMap<>(values);
    all.put(key, value);
    return new PeftSettings(all);
  }

  /** All settings, in the order of their names. */
  public Map<String, Object> asMap() {
    return new LinkedHashMap<>(values);
  }

  /** Whether a setting is there and neither null, false nor empty. */
  public boolean has(String key) {
    Object value = values.get(key);
    boolean empty =
        value instanceof List<?> list && list.isEmpty()
            || value instanceof Map<?, ?> map && map.isEmpty();
    return value != null && !Boolean.FALSE.equals(value) && !empty;
  }

  /** A whole number of at least {@code least}. */
  public int integer(String key, int least) {
    Object value = values.get(key);
    Check.that(
        value instanceof Number number && number.doubleValue() == number.intValue(),
        "%s must be a whole number, got %s",
        key,
        value);
    int number = ((Number) value).intValue();
    Check.that(number >= least, "%s must be at least %d, got %d", key, least, number);
    return number;
  }

  /** A number. */
  public double number(String key) {
    Object value = values.get(key);
    Check.that(value instanceof Number, "%s must be a number, got %s", key, value);
    return ((Number) value).doubleValue();
  }

  /** A probability below 1. */
  public double share(String key) {
    double value = has(key) ? number(key) : 0;
    Check.that(value >= 0 && value < 1, "%s must be in [0, 1), got %s", key, value);
    return value;
  }

  /** True or false; absent is false. */
  public boolean flag(String key) {
    Object value = values.get(key);
    Check.that(value == null || value instanceof Boolean, "%s must be true or false", key);
    return Boolean.TRUE.equals(value);
  }

  /** A text, if it is given. */
  public Optional<String> text(String key) {
    return Optional.ofNullable(values.get(key)).map(Object::toString);
  }

  /** Names: a list, or one as a list. */
  public List<String> names(String key) {
    Object value = values.get(key);
    if (value == null) {
      return List.of();
    }
    if (value instanceof List<?> list) {
      return list.stream().map(Object::toString).toList();
    }
    return List.of(value.toString());
  }

  /** Whole numbers: a list, or one as a list. */
  public List<Integer> integers(String key) {
    Object value = values.get(key);
    List<?> list =
        value instanceof List<?> given ? given : value == null ? List.of() : List.of(value);
    List<Integer> numbers = new ArrayList<>();
    for (Object element : list) {
      Check.that(element instanceof Number, "%s must hold whole numbers, got %s", key, element);
      numbers.add(((Number) element).intValue());
    }
    return numbers;
  }

  /** A map by names in the order in which they were given. */
  public Map<String, Object> map(String key) {
    Object value = values.get(key);
    Check.that(value == null || value instanceof Map, "%s must be a map, got %s", key, value);
    Map<String, Object> out = new LinkedHashMap<>();
    if (value instanceof Map<?, ?> map) {
      map.forEach((k, v) -> out.put(k.toString(), v));
    }
    return out;
  }

  /** The value as it was given. */
  public Object raw(String key) {
    return values.get(key);
  }
}
