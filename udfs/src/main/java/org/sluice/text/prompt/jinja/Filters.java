package org.sluice.text.prompt.jinja;

import java.util.HashMap;
import java.util.Map;
import org.sluice.text.prompt.python.Arguments;
import org.sluice.text.prompt.python.ErrorType;
import org.sluice.text.prompt.python.Printer;
import org.sluice.text.prompt.python.PythonError;
import org.sluice.text.prompt.python.Signature;
import org.sluice.text.prompt.python.Types;

/** The filters of Jinja2, and {@code tojson} as transformers has it. */
final class Filters {
  /** The body of a filter: the value and its bound arguments to the result. */
  @FunctionalInterface
  interface Body {
    Object apply(Run run, Object value, Object[] arguments);
  }

  static final Map<String, Filter> BY_NAME;

  static {
    Map<String, Filter> filters = new HashMap<>();
    TextFilters.define(filters);
    FormatFilters.define(filters);
    NumberFilters.define(filters);
    SequenceFilters.define(filters);
    SelectFilters.define(filters);
    OrderFilters.define(filters);
    notOffered(filters, "random"); // a rendering is the same every time
    notOffered(filters, "urlize");
    notOffered(filters, "wordwrap");
    BY_NAME = Map.copyOf(filters);
  }

  private Filters() {}

  /** Applies the filter of that name, for filters that take one. */
  static Object apply(Run run, Object name, Object value, Arguments arguments) {
    Filter filter = Types.isText(name) ? BY_NAME.get(Types.text(name)) : null;
    if (filter == null) {
      throw noneNamed("filter", name);
    }
    return filter.apply(run, value, arguments);
  }

  static PythonError noneNamed(String kind, Object name) {
    String message = "No " + kind + " named " + Printer.repr(name) + ".";
    if (name instanceof Undefined undefined) {
      message +=
          " (" + undefined.error().getMessage() + "; did you forget to quote the callable name?)";
    }
    return new PythonError(ErrorType.RUNTIME, message);
  }

  /**
   * Adds a filter.
   *
   * @param parameters as for {@link Signature#of}
   */
  static void define(Map<String, Filter> filters, String name, Body body, String... parameters) {
    Signature signature = Signature.of("do_" + name, parameters);
    filters.put(name, (run, value, arguments) -> body.apply(run, value, signature.bind(arguments)));
  }

  private static void notOffered(Map<String, Filter> filters, String name) {
    filters.put(
        name,
        (run, value, arguments) -> {
          throw PythonError.of(
              ErrorType.RUNTIME, "the filter '%s' is not offered in chat templates", name);
        });
  }
}
