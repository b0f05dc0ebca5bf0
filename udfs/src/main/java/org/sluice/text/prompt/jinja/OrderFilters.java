package org.sluice.text.prompt.jinja;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.sluice.text.prompt.python.Comparison;
import org.sluice.text.prompt.python.Dict;
import org.sluice.text.prompt.python.ErrorType;
import org.sluice.text.prompt.python.Markup;
import org.sluice.text.prompt.python.PythonError;
import org.sluice.text.prompt.python.Sequences;
import org.sluice.text.prompt.python.Signature;
import org.sluice.text.prompt.python.Tuple;
import org.sluice.text.prompt.python.Types;

/** The filters that sort, group and find the extremes; without regard to case unless asked. */
final class OrderFilters {
  private OrderFilters() {}

  static void define(Map<String, Filter> filters) {
    Filters.define(
        filters,
        "sort",
        (run, value, a) -> sort(value, a),
        "reverse?",
        "case_sensitive?",
        "attribute?");
    Filters.define(
        filters,
        "dictsort",
        (run, value, a) -> sortDict(value, a),
        "case_sensitive?",
        "by?",
        "reverse?");
    Filters.define(
        filters,
        "groupby",
        (run, value, a) -> group(value, a),
        "attribute",
        "default?",
        "case_sensitive?");
    Filters.define(
        filters, "min", (run, value, a) -> extreme(value, a, -1), "case_sensitive?", "attribute?");
    Filters.define(
        filters, "max", (run, value, a) -> extreme(value, a, 1), "case_sensitive?", "attribute?");
  }

  /** The form in which a key is compared: strings in lower case unless case counts. */
  static Object folded(Object key, boolean caseCounts) {
    if (caseCounts || !Types.isText(key)) {
      return key;
    }
    String lower = Types.text(key).toLowerCase(Locale.ROOT);
    return key instanceof Markup ? new Markup(lower) : lower;
  }

  /** A value with the key that it is sorted by. */
  private record Keyed(Object key, Object value) {}

  private static List<Keyed> sorted(List<Keyed> items, boolean reverse) {
    List<Keyed> sorted = new ArrayList<>(items);
    if (reverse) { // equal ones keep their order, as in Python
      Collections.reverse(sorted);
    }
    sorted.sort((x, y) -> Comparison.ORDER.compare(x.key(), y.key()));
    if (reverse) {
      Collections.reverse(sorted);
    }
    return sorted;
  }

  private static List<Object> values(List<Keyed> items) {
    List<Object> values = new ArrayList<>(items.size());
    items.forEach(item -> values.add(item.value()));
    return values;
  }

  private static List<Object> sort(Object value, Object[] a) {
    boolean caseCounts = Types.truth(Signature.or(a[1], false));
    Object attribute = Signature.or(a[2], null);
    List<AttributePath> paths = new ArrayList<>();
    if (Types.isText(attribute)) {
      for (String one : Types.text(attribute).split(",", -1)) {
        paths.add(AttributePath.of(one));
      }
    } else {
      paths.add(AttributePath.of(attribute));
    }
    List<Keyed> items = new ArrayList<>();
    for (Object item : Sequences.list(value)) {
      List<Object> key = new ArrayList<>();
      paths.forEach(path -> key.add(folded(path.get(item), caseCounts)));
      items.add(new Keyed(key, item));
    }
    return values(sorted(items, Types.truth(Signature.or(a[0], false))));
  }

  private static List<Object> sortDict(Object value, Object[] a) {
    boolean caseCounts = Types.truth(Signature.or(a[0], false));
    Object by = Signature.or(a[1], "key");
    int part = Comparison.equal(by, "key") ? 0 : Comparison.equal(by, "value") ? 1 : -1;
    if (part < 0) {
      throw PythonError.of(
          ErrorType.FILTER_ARGUMENT, "You can only sort by either \"key\" or \"value\"");
    }
    if (!(value instanceof Dict dict)) {
      if (value instanceof Undefined undefined) {
        throw undefined.error();
      }
      throw PythonError.of(
          ErrorType.ATTRIBUTE, "'%s' object has no attribute 'items'", Types.name(value));
    }
    List<Keyed> items = new ArrayList<>();
    for (Object item : dict.items()) {
      items.add(new Keyed(folded(((Tuple) item).items().get(part), caseCounts), item));
    }
    return values(sorted(items, Types.truth(Signature.or(a[2], false))));
  }

  private static List<Object> group(Object value, Object[] a) {
    AttributePath path = AttributePath.of(a[0]);
    Object otherwise = Signature.or(a[1], null);
    boolean caseCounts = Types.truth(Signature.or(a[2], false));
    List<Keyed> items = new ArrayList<>();
    for (Object item : Sequences.list(value)) {
      items.add(new Keyed(folded(path.get(item, otherwise), caseCounts), item));
    }
    List<Object> groups = new ArrayList<>();
    List<Object> members = new ArrayList<>();
    Object key = null;
    for (Keyed item : sorted(items, false)) {
      if (members.isEmpty() || !Comparison.equal(key, item.key())) {
        members = new ArrayList<>();
        key = item.key();
        Object shown = path.get(item.value(), otherwise);
        List<Object> pair = new ArrayList<>();
        Collections.addAll(pair, shown, members);
        groups.add(new Tuple(pair, List.of("grouper", "list")));
      }
      members.add(item.value());
    }
    return groups;
  }

  private static Object extreme(Object value, Object[] a, int sign) {
    boolean caseCounts = Types.truth(Signature.or(a[0], false));
    AttributePath path = AttributePath.of(Signature.or(a[1], null));
    List<Object> items = Sequences.list(value);
    if (items.isEmpty()) {
      return Undefined.because("No aggregated item, sequence was empty.");
    }
    Object best = items.get(0);
    Object bestKey = folded(path.get(best), caseCounts);
    for (Object item : items.subList(1, items.size())) {
      Object key = folded(path.get(item), caseCounts);
      if (Comparison.compare(key, bestKey, sign < 0 ? "<" : ">") * sign > 0) {
        best = item;
        bestKey = key;
      }
    }
    return best;
  }
}
