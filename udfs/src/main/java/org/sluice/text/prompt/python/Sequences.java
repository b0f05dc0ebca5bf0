package org.sluice.text.prompt.python;

import java.util.ArrayList;
import java.util.Collections;
import java.util.Iterator;
import java.util.List;

/** Length, iteration, index and slice of everything that has them. */
public final class Sequences {
  private Sequences() {}

  /** {@code len(value)}. */
  public static int length(Object value) {
    if (value instanceof String text) {
      return CodePoints.length(text);
    }
    if (value instanceof List<?> list) {
      return list.size();
    }
    if (value instanceof Dict dict) {
      return dict.size();
    }
    if (value instanceof PyObject object) {
      return object.length();
    }
    throw PythonError.type("object of type '%s' has no len()", Types.name(value));
  }

  /** {@code iter(value)}. */
  @SuppressWarnings("unchecked") // every list in a template holds template values
  public static Iterator<Object> iterator(Object value) {
    if (value instanceof List<?> list) {
      return (Iterator<Object>) list.iterator();
    }
    if (value instanceof Dict dict) {
      return dict.keys().iterator();
    }
    if (value instanceof String text) {
      return CodePoints.each(text).iterator();
    }
    if (value instanceof PyObject object) {
      return object.iterator();
    }
    throw PythonError.type("'%s' object is not iterable", Types.name(value));
  }

  public static boolean iterable(Object value) {
    if (!(value instanceof PyObject object)) {
      return value instanceof List || value instanceof Dict || value instanceof String;
    }
    try {
      object.iterator();
      return true;
    } catch (PythonError notIterable) {
      return false;
    }
  }

  /** {@code list(value)}: always a new list. */
  public static List<Object> list(Object value) {
    List<Object> items = new ArrayList<>();
    for (Iterator<Object> iterator = iterator(value); iterator.hasNext(); ) {
      items.add(iterator.next());
      Bounds.items(items.size());
    }
    return items;
  }

  /** {@code reversed(value)} as a list; TypeError for what can only be walked forwards. */
  public static List<Object> reversed(Object value) {
    if (value == null || Types.isNumber(value) || value instanceof Generator) {
      throw PythonError.type("'%s' object is not reversible", Types.name(value));
    }
    List<Object> items = list(value);
    Collections.reverse(items);
    return items;
  }

  /**
   * {@code value[key]}.
   *
   * @throws PythonError TypeError, KeyError or IndexError when there is none
   */
  public static Object item(Object value, Object key) {
    if (value instanceof Dict dict) {
      Object found = dict.get(key);
      if (found == Attributes.ABSENT) {
        throw new PythonError(ErrorType.KEY, Printer.repr(key));
      }
      return found;
    }
    if (value instanceof List<?> list) {
      return list.get(index(key, list.size(), "list"));
    }
    if (value instanceof String text) {
      return CodePoints.at(text, index(key, CodePoints.length(text), "string"));
    }
    if (value instanceof PyObject object) {
      return object.item(key);
    }
    throw PythonError.type("'%s' object is not subscriptable", Types.name(value));
  }

  /** The place that {@code key} means in a sequence of {@code length} items. */
  static int index(Object key, int length, String kind) {
    if (!Types.isInteger(key)) {
      throw PythonError.type(
          "%s indices must be integers or slices, not %s", kind, Types.name(key));
    }
    long place = Types.integer(key);
    place = place < 0 ? place + length : place;
    if (place < 0 || place >= length) {
      throw PythonError.of(ErrorType.INDEX, "%s index out of range", kind);
    }
    return (int) place;
  }

  /** {@code value[start:stop:step]}; bounds that were left out are null. */
  public static Object slice(Object value, Object start, Object stop, Object step) {
    if (value instanceof String text) {
      return slice(text, start, stop, step);
    }
    if (value instanceof Markup markup) {
      return new Markup(slice(markup.text(), start, stop, step));
    }
    if (value instanceof List<?> list) {
      return pick(list, Slice.of(list.size(), start, stop, step));
    }
    if (value instanceof Tuple tuple) {
      return new Tuple(pick(tuple.items(), Slice.of(tuple.length(), start, stop, step)));
    }
    if (value instanceof Range range) {
      Slice part = Slice.of(range.length(), start, stop, step);
      return Range.of(
          range.start() + part.start() * range.step(),
          range.start() + (part.start() + (long) part.count() * part.step()) * range.step(),
          range.step() * part.step());
    }
    if (value instanceof Dict) {
      throw PythonError.type("unhashable type: 'slice'");
    }
    if (value instanceof PyObject object) {
      object.refuse();
    }
    throw PythonError.type("'%s' object is not subscriptable", Types.name(value));
  }

  private static String slice(String text, Object start, Object stop, Object step) {
    Slice part = Slice.of(CodePoints.length(text), start, stop, step);
    if (part.step() == 1) {
      return CodePoints.slice(text, part.start(), part.start() + part.count());
    }
    int[] codePoints = text.codePoints().toArray();
    StringBuilder picked = new StringBuilder();
    for (int i = 0; i < part.count(); i++) {
      picked.appendCodePoint(codePoints[(int) part.at(i)]);
    }
    return picked.toString();
  }

  private static List<Object> pick(List<?> items, Slice part) {
    List<Object> picked = new ArrayList<>(part.count());
    for (int i = 0; i < part.count(); i++) {
      picked.add(items.get((int) part.at(i)));
    }
    return picked;
  }
}
