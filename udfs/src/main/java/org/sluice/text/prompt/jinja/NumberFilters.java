package org.sluice.text.prompt.jinja;

import java.util.Iterator;
import java.util.Map;
import org.sluice.text.prompt.python.Arithmetic;
import org.sluice.text.prompt.python.Comparison;
import org.sluice.text.prompt.python.Conversions;
import org.sluice.text.prompt.python.ErrorType;
import org.sluice.text.prompt.python.Printer;
import org.sluice.text.prompt.python.PythonError;
import org.sluice.text.prompt.python.Sequences;
import org.sluice.text.prompt.python.Signature;
import org.sluice.text.prompt.python.Types;

/** The filters that give numbers. */
final class NumberFilters {
  private NumberFilters() {}

  static void define(Map<String, Filter> filters) {
    Filters.define(filters, "abs", (run, value, a) -> absolute(value));
    Filters.define(
        filters,
        "int",
        (run, value, a) ->
            toInt(value, Signature.or(a[0], 0L), Types.smallInteger(Signature.or(a[1], 10L))),
        "default?",
        "base?");
    Filters.define(
        filters, "float", (run, value, a) -> toFloat(value, Signature.or(a[0], 0.0)), "default?");
    Filters.define(filters, "round", (run, value, a) -> round(value, a), "precision?", "method?");
    Filters.define(filters, "sum", NumberFilters::sum, "attribute?", "start?");
    Filters.define(filters, "length", (run, value, a) -> (long) Sequences.length(value));
    filters.put("count", filters.get("length"));
  }

  private static Object absolute(Object value) {
    if (!Types.isNumber(value)) {
      if (value instanceof Undefined undefined) {
        throw PythonError.type("bad operand type for abs(): '%s'", undefined.typeName());
      }
      throw PythonError.type("bad operand type for abs(): '%s'", Types.name(value));
    }
    return Comparison.compare(value, 0L, "<") < 0
        ? Arithmetic.negate(value)
        : Arithmetic.plus(value);
  }

  private static boolean misfit(PythonError error) {
    return error.type() == ErrorType.TYPE || error.type() == ErrorType.VALUE;
  }

  private static Object toInt(Object value, Object otherwise, int base) {
    try {
      return Conversions.toInt(value, base);
    } catch (PythonError error) {
      if (!misfit(error)) {
        throw error;
      }
    }
    try { // "42.23" is 42
      return Conversions.toInt(Conversions.toFloat(value), 10);
    } catch (PythonError error) {
      if (!misfit(error) && error.type() != ErrorType.OVERFLOW) {
        throw error;
      }
      return otherwise;
    }
  }

  private static Object toFloat(Object value, Object otherwise) {
    try {
      return Conversions.toFloat(value);
    } catch (PythonError error) {
      if (!misfit(error)) {
        throw error;
      }
      return otherwise;
    }
  }

  private static Object round(Object value, Object[] a) {
    long precision = Types.integer(Signature.or(a[0], 0L));
    String method = Printer.str(Signature.or(a[1], "common"));
    return switch (method) {
      case "common" -> Conversions.round(value, precision);
      case "ceil" -> Conversions.roundTowards(value, precision, true);
      case "floor" -> Conversions.roundTowards(value, precision, false);
      default ->
          throw PythonError.of(ErrorType.FILTER_ARGUMENT, "method must be common, ceil or floor");
    };
  }

  private static Object sum(Run run, Object value, Object[] a) {
    Object attribute = Signature.or(a[0], null);
    AttributePath path = AttributePath.of(attribute);
    Object sum = Signature.or(a[1], 0L);
    if (Types.isText(sum)) {
      throw PythonError.type("sum() can't sum strings [use ''.join(seq) instead]");
    }
    for (Iterator<Object> items = Sequences.iterator(value); items.hasNext(); ) {
      run.step();
      sum = Arithmetic.add(sum, path.get(items.next()));
    }
    return sum;
  }
}
