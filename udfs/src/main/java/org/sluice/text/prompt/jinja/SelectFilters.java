package org.sluice.text.prompt.jinja;

import java.util.Collections;
import java.util.HashMap;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.NoSuchElementException;
import java.util.function.Predicate;
import org.sluice.text.prompt.python.Arguments;
import org.sluice.text.prompt.python.Attributes;
import org.sluice.text.prompt.python.Dict;
import org.sluice.text.prompt.python.ErrorType;
import org.sluice.text.prompt.python.Generator;
import org.sluice.text.prompt.python.PythonError;
import org.sluice.text.prompt.python.Sequences;
import org.sluice.text.prompt.python.Signature;
import org.sluice.text.prompt.python.Types;

/** The filters that map or choose items: their work begins with the first item asked for. */
final class SelectFilters {
  private SelectFilters() {}

  static void define(Map<String, Filter> filters) {
    filters.put("map", (run, value, arguments) -> lazily(value, () -> map(run, value, arguments)));
    define(filters, "select", false, true);
    define(filters, "reject", false, false);
    define(filters, "selectattr", true, true);
    define(filters, "rejectattr", true, false);
    Filters.define(
        filters,
        "unique",
        (run, value, a) -> new Generator("generator", () -> unique(run, value, a)),
        "case_sensitive?",
        "attribute?");
  }

  private static void define(
      Map<String, Filter> filters, String name, boolean byAttribute, boolean wanted) {
    filters.put(
        name,
        (run, value, arguments) ->
            lazily(value, () -> select(run, value, arguments, byAttribute, wanted)));
  }

  /** A false value, none included, gives no items and no error. */
  private static Generator lazily(
      Object value, java.util.function.Supplier<Iterator<Object>> items) {
    return new Generator(
        "generator", () -> Types.truth(value) ? items.get() : Collections.emptyIterator());
  }

  private static Iterator<Object> map(Run run, Object value, Arguments arguments) {
    java.util.function.Function<Object, Object> mapping = mapping(run, arguments);
    Iterator<Object> items = Sequences.iterator(value);
    return new Iterator<>() {
      @Override
      public boolean hasNext() {
        return items.hasNext();
      }

      @Override
      public Object next() {
        run.step();
        return mapping.apply(items.next());
      }
    };
  }

  private static java.util.function.Function<Object, Object> mapping(Run run, Arguments arguments) {
    Map<String, Object> keywords = new HashMap<>(arguments.keywords());
    if (arguments.positional().isEmpty() && keywords.containsKey("attribute")) {
      AttributePath path = AttributePath.of(keywords.remove("attribute"));
      Object otherwise = keywords.remove("default");
      if (!keywords.isEmpty()) {
        throw PythonError.of(
            ErrorType.FILTER_ARGUMENT,
            "Unexpected keyword argument '%s'",
            keywords.keySet().iterator().next());
      }
      return item -> path.get(item, otherwise);
    }
    if (arguments.positional().isEmpty()) {
      throw PythonError.of(ErrorType.FILTER_ARGUMENT, "map requires a filter argument");
    }
    Object name = arguments.positional().get(0);
    Arguments rest = arguments.skip(1);
    return item -> Filters.apply(run, name, item, rest);
  }

  private static Iterator<Object> select(
      Run run, Object value, Arguments arguments, boolean byAttribute, boolean wanted) {
    List<Object> given = arguments.positional();
    if (byAttribute && given.isEmpty()) {
      throw PythonError.of(ErrorType.FILTER_ARGUMENT, "Missing parameter for attribute name");
    }
    AttributePath path = AttributePath.of(byAttribute ? given.get(0) : null);
    int testAt = byAttribute ? 1 : 0;
    Predicate<Object> test = Types::truth;
    if (given.size() > testAt) {
      Object name = given.get(testAt);
      Arguments rest = arguments.skip(testAt + 1);
      test = part -> Tests.holds(name, part, rest);
    }
    Predicate<Object> chosen = test;
    return new Chosen(
        Sequences.iterator(value),
        item -> {
          run.step();
          return chosen.test(path.get(item)) == wanted;
        });
  }

  private static Iterator<Object> unique(Run run, Object value, Object[] a) {
    boolean exact = Types.truth(Signature.or(a[0], false));
    AttributePath path = AttributePath.of(Signature.or(a[1], null));
    Dict seen = new Dict();
    return new Chosen(
        Sequences.iterator(value),
        item -> {
          run.step();
          Object key = OrderFilters.folded(path.get(item), exact);
          boolean first = !seen.contains(key);
          seen.put(key, true);
          return first;
        });
  }

  /** The items that pass, looked for only when asked. */
  private static final class Chosen implements Iterator<Object> {
    private final Iterator<Object> items;
    private final Predicate<Object> passes;
    private Object ahead = Attributes.ABSENT;

    Chosen(Iterator<Object> items, Predicate<Object> passes) {
      this.items = items;
      this.passes = passes;
    }

    @Override
    public boolean hasNext() {
      while (ahead == Attributes.ABSENT && items.hasNext()) {
        Object item = items.next();
        ahead = passes.test(item) ? item : ahead;
      }
      return ahead != Attributes.ABSENT;
    }

    @Override
    public Object next() {
      if (!hasNext()) {
        throw new NoSuchElementException();
      }
      Object item = ahead;
      ahead = Attributes.ABSENT;
      return item;
    }
  }
}
