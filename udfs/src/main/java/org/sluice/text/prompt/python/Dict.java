package org.sluice.text.prompt.python;

import java.math.BigInteger;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** A dict: insertion order, and keys that are equal in Python (1, 1.0, True) are one key. */
public final class Dict {
  /** From the form in which keys are compared to the value. */
  private final Map<Object, Object> values = new LinkedHashMap<>();

  /**
   * From that form to the key as given first, for keys whose form differs; null while none does.
   */
  private Map<Object, Object> given;

  public int size() {
    return values.size();
  }

  /** The value, or {@link Attributes#ABSENT}; TypeError when the key cannot be hashed. */
  public Object get(Object key) {
    Object found = values.getOrDefault(comparable(key), Attributes.ABSENT);
    return found;
  }

  public boolean contains(Object key) {
    return values.containsKey(comparable(key));
  }

  public void put(Object key, Object value) {
    Object form = comparable(key);
    if (form != key && !values.containsKey(form)) {
      given = given == null ? new HashMap<>() : given;
      given.put(form, key);
    }
    values.put(form, value);
  }

  public void putAll(Dict other) {
    other.keys().forEach(key -> put(key, other.get(key)));
  }

  public Dict copy() {
    Dict copy = new Dict();
    copy.putAll(this);
    return copy;
  }

  /** The keys in order, as they were given. */
  public Collection<Object> keys() {
    if (given == null) {
      return values.keySet();
    }
    List<Object> keys = new ArrayList<>(values.size());
    values.keySet().forEach(form -> keys.add(given.getOrDefault(form, form)));
    return keys;
  }

  public Collection<Object> values() {
    return values.values();
  }

  /** (key, value) tuples in order. */
  public List<Object> items() {
    List<Object> items = new ArrayList<>(values.size());
    keys().forEach(key -> items.add(Tuple.of(key, get(key))));
    return items;
  }

  /**
   * A form of the key in which Java's equality is Python's.
   *
   * @throws PythonError TypeError for a list or a dict
   */
  public static Object comparable(Object key) {
    if (key instanceof String || key == null || key instanceof Long) {
      return key;
    }
    if (key instanceof Boolean flag) {
      return flag ? 1L : 0L;
    }
    if (key instanceof Double number) {
      boolean whole = number == Math.rint(number) && Math.abs(number) < 1L << 53;
      return whole ? (Object) number.longValue() : number;
    }
    if (key instanceof Markup markup) {
      return markup.text();
    }
    if (key instanceof Tuple tuple) {
      List<Object> items = new ArrayList<>();
      tuple.items().forEach(item -> items.add(comparable(item)));
      return new Tuple(items);
    }
    if (key instanceof PyObject || key instanceof BigInteger) {
      return key;
    }
    throw PythonError.type("unhashable type: '%s'", Types.name(key));
  }
}
