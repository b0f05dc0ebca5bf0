package org.sluice.text.prompt.jinja;

import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import org.sluice.text.prompt.python.Attributes;
import org.sluice.text.prompt.python.Bounds;
import org.sluice.text.prompt.python.Dict;
import org.sluice.text.prompt.python.ErrorType;
import org.sluice.text.prompt.python.Generator;
import org.sluice.text.prompt.python.Printer;
import org.sluice.text.prompt.python.PythonError;
import org.sluice.text.prompt.python.Sequences;
import org.sluice.text.prompt.python.Signature;
import org.sluice.text.prompt.python.Types;

/** The filters that take sequences apart or join them. */
final class SequenceFilters {
  private SequenceFilters() {}

  static void define(Map<String, Filter> filters) {
    Filters.define(
        filters, "default", (run, value, a) -> orDefault(value, a), "default_value?", "boolean?");
    filters.put("d", filters.get("default"));
    Filters.define(filters, "attr", (run, value, a) -> attribute(value, Printer.str(a[0])), "name");
    Filters.define(filters, "join", SequenceFilters::join, "d?", "attribute?");
    Filters.define(filters, "first", (run, value, a) -> first(Sequences.iterator(value), "first"));
    Filters.define(
        filters, "last", (run, value, a) -> first(Sequences.reversed(value).iterator(), "last"));
    Filters.define(filters, "list", (run, value, a) -> Sequences.list(value));
    Filters.define(filters, "items", (run, value, a) -> items(value));
    Filters.define(filters, "reverse", (run, value, a) -> reverse(value));
    Filters.define(
        filters,
        "batch",
        (run, value, a) ->
            new Generator("generator", () -> batches(value, a[0], Signature.or(a[1], null))),
        "linecount",
        "fill_with?");
    Filters.define(
        filters,
        "slice",
        (run, value, a) ->
            new Generator("generator", () -> slices(value, a[0], Signature.or(a[1], null))),
        "slices",
        "fill_with?");
  }

  private static Object orDefault(Object value, Object[] a) {
    boolean empty = Types.truth(Signature.or(a[1], false)) && !Types.truth(value);
    return value instanceof Undefined || empty ? Signature.or(a[0], "") : value;
  }

  private static Object attribute(Object value, String name) {
    Object found = Access.attributeOnly(value, name);
    return found == Attributes.ABSENT ? Undefined.part(value, name) : found;
  }

  private static String join(Run run, Object value, Object[] a) {
    String separator = Printer.str(Signature.or(a[0], ""));
    AttributePath path = AttributePath.of(Signature.or(a[1], null));
    StringBuilder joined = new StringBuilder();
    boolean any = false;
    for (Iterator<Object> items = Sequences.iterator(value); items.hasNext(); ) {
      run.step();
      joined.append(any ? separator : "").append(Printer.str(path.get(items.next())));
      Bounds.text(joined.length());
      any = true;
    }
    return joined.toString();
  }

  private static Object first(Iterator<Object> items, String which) {
    return items.hasNext()
        ? items.next()
        : Undefined.because("No " + which + " item, sequence was empty.");
  }

  private static Object items(Object value) {
    return new Generator(
        "generator",
        () -> {
          if (value instanceof Undefined) {
            return List.of().iterator();
          }
          if (!(value instanceof Dict dict)) {
            throw PythonError.type("Can only get item pairs from a mapping.");
          }
          return dict.items().iterator();
        });
  }

  private static Object reverse(Object value) {
    if (Types.isText(value)) {
      return Sequences.slice(value, null, null, -1L);
    }
    if (value instanceof Generator generator) {
      List<Object> items = Sequences.list(generator);
      java.util.Collections.reverse(items);
      return items;
    }
    if (!Sequences.iterable(value)) {
      throw PythonError.of(ErrorType.FILTER_ARGUMENT, "argument must be iterable");
    }
    List<Object> reversed = Sequences.reversed(value);
    String kind =
        value instanceof List
            ? "list_reverseiterator"
            : value instanceof Dict ? "dict_reversekeyiterator" : "reversed";
    return new Generator(kind, reversed::iterator);
  }

  private static Iterator<Object> batches(Object value, Object size, Object fill) {
    List<Object> batches = new ArrayList<>();
    List<Object> batch = new ArrayList<>();
    long wanted = Types.integer(size);
    for (Object item : Sequences.list(value)) {
      if (batch.size() == wanted) {
        batches.add(batch);
        batch = new ArrayList<>();
      }
      batch.add(item);
    }
    if (!batch.isEmpty()) {
      if (fill != null) {
        Bounds.items(wanted);
        while (batch.size() < wanted) {
          batch.add(fill);
        }
      }
      batches.add(batch);
    }
    return batches.iterator();
  }

  private static Iterator<Object> slices(Object value, Object count, Object fill) {
    List<Object> items = Sequences.list(value);
    int slices = Bounds.items(Types.integer(count));
    if (slices == 0) {
      throw PythonError.of(ErrorType.ZERO_DIVISION, "integer division or modulo by zero");
    }
    List<Object> parts = new ArrayList<>();
    int each = Math.floorDiv(items.size(), slices);
    int longer = Math.floorMod(items.size(), slices);
    int start = 0;
    for (int i = 0; i < slices; i++) {
      int end = start + each + (i < longer ? 1 : 0);
      List<Object> part = new ArrayList<>(items.subList(start, end));
      if (fill != null && i >= longer) {
        part.add(fill);
      }
      parts.add(part);
      start = end;
    }
    return parts.iterator();
  }
}
