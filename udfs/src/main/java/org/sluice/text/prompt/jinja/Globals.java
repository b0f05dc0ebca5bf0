package org.sluice.text.prompt.jinja;

import java.time.LocalDateTime;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Supplier;
import org.sluice.text.prompt.python.Arguments;
import org.sluice.text.prompt.python.Attributes;
import org.sluice.text.prompt.python.Dict;
import org.sluice.text.prompt.python.ErrorType;
import org.sluice.text.prompt.python.Function;
import org.sluice.text.prompt.python.Printer;
import org.sluice.text.prompt.python.PyObject;
import org.sluice.text.prompt.python.PythonError;
import org.sluice.text.prompt.python.Range;
import org.sluice.text.prompt.python.Sequences;
import org.sluice.text.prompt.python.Signature;
import org.sluice.text.prompt.python.Strftime;
import org.sluice.text.prompt.python.Types;

/** The functions that every template can call. */
final class Globals {
  /** Their names. */
  static final Set<String> NAMES =
      Set.of(
          "range",
          "dict",
          "namespace",
          "cycler",
          "joiner",
          "lipsum",
          "raise_exception",
          "strftime_now");

  private static final Map<String, Object> TIMELESS = timeless();

  private Globals() {}

  /** The functions, with a clock for {@code strftime_now}. */
  static Map<String, Object> of(Supplier<LocalDateTime> clock) {
    Map<String, Object> globals = new HashMap<>(TIMELESS);
    Signature signature = Signature.of("strftime_now", "format");
    globals.put(
        "strftime_now",
        Function.of(
            "strftime_now",
            arguments -> {
              Object format = signature.bind(arguments)[0];
              if (!Types.isText(format)) {
                throw PythonError.type(
                    "strftime() argument 1 must be str, not %s", Types.name(format));
              }
              return Strftime.format(clock.get(), Types.text(format));
            }));
    return globals;
  }

  private static Map<String, Object> timeless() {
    Map<String, Object> globals = new HashMap<>();
    globals.put("range", Function.of("range", Globals::range));
    globals.put("dict", new DictFunction());
    globals.put("namespace", Function.of("namespace", a -> new Namespace(dict(a))));
    globals.put("cycler", Function.of("cycler", a -> new Cycler(a.positional())));
    globals.put("joiner", Function.of("joiner", Globals::joiner));
    Signature message = Signature.of("raise_exception", "message");
    globals.put(
        "raise_exception",
        Function.of(
            "raise_exception",
            a -> {
              throw new PythonError(ErrorType.RAISED, Printer.str(message.bind(a)[0]));
            }));
    globals.put(
        "lipsum",
        Function.of(
            "lipsum",
            a -> {
              throw PythonError.of(ErrorType.RUNTIME, "lipsum is not offered in chat templates");
            }));
    return Map.copyOf(globals);
  }

  private static Object range(Arguments arguments) {
    Object[] a = Signature.positional("range", 1, 3).bind(arguments);
    boolean one = a[1] == Attributes.ABSENT;
    return Range.of(
        one ? 0 : Types.integer(a[0]),
        Types.integer(one ? a[0] : a[1]),
        Types.integer(Signature.or(a[2], 1L)));
  }

  /** What {@code dict(mapping or pairs, **keywords)} makes. */
  private static Dict dict(Arguments arguments) {
    if (arguments.positional().size() > 1) {
      throw PythonError.type(
          "dict expected at most 1 argument, got %d", arguments.positional().size());
    }
    Dict dict = new Dict();
    for (Object source : arguments.positional()) {
      if (source instanceof Dict other) {
        dict.putAll(other);
      } else {
        Sequences.list(source).forEach(pair -> putPair(dict, pair));
      }
    }
    arguments.keywords().forEach(dict::put);
    return dict;
  }

  private static void putPair(Dict dict, Object pair) {
    List<Object> both = Sequences.list(pair);
    if (both.size() != 2) {
      throw PythonError.value(
          "dictionary update sequence element has length %d; 2 is required", both.size());
    }
    dict.put(both.get(0), both.get(1));
  }

  /** {@code dict} itself, which can also be asked for {@code fromkeys}. */
  private static final class DictFunction implements Function {
    @Override
    public String typeName() {
      return "TemplateDict";
    }

    @Override
    public Object call(Arguments arguments) {
      return dict(arguments);
    }

    @Override
    public Object attribute(String name) {
      return name.equals("fromkeys") ? Attributes.find(new Dict(), name) : Attributes.ABSENT;
    }
  }

  private static Object joiner(Arguments arguments) {
    Object separator = Signature.of("joiner", "sep?").bind(arguments)[0];
    boolean[] used = {false};
    return Function.of(
        "joiner",
        none -> {
          String text = used[0] ? Printer.str(Signature.or(separator, ", ")) : "";
          used[0] = true;
          return text;
        });
  }

  /** Hands out its items in turn. */
  private static final class Cycler implements PyObject {
    private final List<Object> items;
    private int place;

    Cycler(List<Object> items) {
      if (items.isEmpty()) {
        throw PythonError.of(ErrorType.RUNTIME, "at least one item has to be provided");
      }
      this.items = items;
    }

    @Override
    public String typeName() {
      return "Cycler";
    }

    @Override
    public Object attribute(String name) {
      return switch (name) {
        case "current" -> items.get(place);
        case "next" ->
            Function.of(
                name,
                none -> {
                  Object item = items.get(place);
                  place = (place + 1) % items.size();
                  return item;
                });
        case "reset" ->
            Function.of(
                name,
                none -> {
                  place = 0;
                  return null;
                });
        default -> Attributes.ABSENT;
      };
    }
  }
}
