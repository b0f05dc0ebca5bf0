package org.sluice.text.prompt.python;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/** The methods of dict, list and other sequences. Those that change their object are refused. */
final class ContainerMethods {
  private static final Set<String> CHANGES_DICT =
      Set.of("clear", "pop", "popitem", "setdefault", "update");

  private static final Set<String> CHANGES_LIST =
      Set.of("append", "clear", "pop", "reverse", "insert", "sort", "extend", "remove");

  private ContainerMethods() {}

  /** Whether the sandbox refuses the attribute because calling it would change the value. */
  static boolean changes(Object value, String name) {
    return value instanceof Dict && CHANGES_DICT.contains(name)
        || value instanceof List && CHANGES_LIST.contains(name);
  }

  static Object ofDict(Dict dict, String name) {
    if (CHANGES_DICT.contains(name)) {
      return refused(name);
    }
    return switch (name) {
      case "get" ->
          method(
              name,
              1,
              2,
              a -> {
                Object found = dict.get(a[0]);
                return found == Attributes.ABSENT ? Signature.or(a[1], null) : found;
              });
      case "items" -> method(name, 0, 0, a -> new DictView("dict_items", dict.items()));
      case "keys" -> method(name, 0, 0, a -> new DictView("dict_keys", dict.keys()));
      case "values" -> method(name, 0, 0, a -> new DictView("dict_values", dict.values()));
      case "copy" -> method(name, 0, 0, a -> dict.copy());
      case "fromkeys" -> method(name, 1, 2, a -> fromKeys(a[0], Signature.or(a[1], null)));
      default -> Attributes.ABSENT;
    };
  }

  /** {@code dict.fromkeys(keys, value)}. */
  static Dict fromKeys(Object keys, Object value) {
    Dict dict = new Dict();
    Sequences.list(keys).forEach(key -> dict.put(key, value));
    return dict;
  }

  static Object ofList(List<?> list, String name) {
    if (CHANGES_LIST.contains(name)) {
      return refused(name);
    }
    return name.equals("copy")
        ? method(name, 0, 0, a -> new ArrayList<Object>(list))
        : ofSequence(list, name);
  }

  /** The two methods that lists, tuples and ranges share. */
  static Object ofSequence(List<?> items, String name) {
    return switch (name) {
      case "count" ->
          method(name, 1, 1, a -> items.stream().filter(x -> Comparison.equal(x, a[0])).count());
      case "index" -> method(name, 1, 3, a -> index(items, a));
      default -> Attributes.ABSENT;
    };
  }

  private static Object index(List<?> items, Object[] a) {
    Slice within = Slice.of(items.size(), Signature.or(a[1], null), Signature.or(a[2], null), null);
    for (int i = 0; i < within.count(); i++) {
      if (Comparison.equal(items.get((int) within.at(i)), a[0])) {
        return within.at(i);
      }
    }
    throw PythonError.value("%s is not in list", Printer.repr(a[0]));
  }

  private static Function method(
      String name, int required, int most, java.util.function.Function<Object[], Object> body) {
    Signature signature = Signature.positional(name, required, most);
    return Function.of(name, arguments -> body.apply(signature.bind(arguments)));
  }

  /** Never called: the sandbox hands out an undefined value instead. */
  private static Function refused(String name) {
    return Function.of(
        name,
        arguments -> {
          throw PythonError.of(ErrorType.SECURITY, "'%s' would change its object", name);
        });
  }
}
