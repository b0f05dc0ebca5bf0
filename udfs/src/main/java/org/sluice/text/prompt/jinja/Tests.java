package org.sluice.text.prompt.jinja;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;
import org.sluice.text.prompt.python.Arguments;
import org.sluice.text.prompt.python.Arithmetic;
import org.sluice.text.prompt.python.Attributes;
import org.sluice.text.prompt.python.Comparison;
import org.sluice.text.prompt.python.Dict;
import org.sluice.text.prompt.python.Function;
import org.sluice.text.prompt.python.Markup;
import org.sluice.text.prompt.python.Printer;
import org.sluice.text.prompt.python.Range;
import org.sluice.text.prompt.python.Sequences;
import org.sluice.text.prompt.python.Signature;
import org.sluice.text.prompt.python.Tuple;
import org.sluice.text.prompt.python.Types;

/** The tests of Jinja2, all of them. */
final class Tests {
  static final Map<String, Test> BY_NAME;

  static {
    Map<String, Test> tests = new HashMap<>();
    defineKinds(tests);
    defineNumbers(tests);
    defineRelations(tests);
    BY_NAME = Map.copyOf(tests);
  }

  private Tests() {}

  /** Runs the test of that name, for filters that take one. */
  static boolean holds(Object name, Object value, Arguments arguments) {
    Test test = Types.isText(name) ? BY_NAME.get(Types.text(name)) : null;
    if (test == null) {
      throw Filters.noneNamed("test", name);
    }
    return test.holds(value, arguments);
  }

  private static void unary(Map<String, Test> tests, String name, Predicate<Object> test) {
    Signature signature = Signature.positional("test_" + name, 0, 0);
    tests.put(
        name,
        (value, arguments) -> {
          signature.bind(arguments);
          return test.test(value);
        });
  }

  /** A test of two values. */
  private interface Pair {
    boolean holds(Object value, Object other);
  }

  private static void binary(
      Map<String, Test> tests, String parameter, Pair test, String... names) {
    Signature signature = Signature.of("test_" + names[0], parameter);
    for (String name : names) {
      tests.put(name, (value, arguments) -> test.holds(value, signature.bind(arguments)[0]));
    }
  }

  private static void defineKinds(Map<String, Test> tests) {
    unary(tests, "defined", value -> !(value instanceof Undefined));
    unary(tests, "undefined", value -> value instanceof Undefined);
    unary(tests, "none", value -> value == null);
    unary(tests, "boolean", value -> value instanceof Boolean);
    unary(tests, "true", value -> Boolean.TRUE.equals(value));
    unary(tests, "false", value -> Boolean.FALSE.equals(value));
    unary(tests, "integer", value -> Types.isInteger(value) && !(value instanceof Boolean));
    unary(tests, "float", value -> value instanceof Double);
    unary(tests, "number", Types::isNumber);
    unary(tests, "string", Types::isText);
    unary(tests, "mapping", value -> value instanceof Dict);
    unary(tests, "sequence", Tests::sequence);
    unary(tests, "iterable", Sequences::iterable);
    unary(tests, "callable", value -> value instanceof Function);
    unary(tests, "escaped", value -> value instanceof Markup);
    unary(tests, "lower", value -> asks(value, "islower"));
    unary(tests, "upper", value -> asks(value, "isupper"));
    unary(tests, "filter", value -> Filters.BY_NAME.containsKey(Printer.str(value)));
    unary(tests, "test", value -> BY_NAME.containsKey(Printer.str(value)));
  }

  private static boolean sequence(Object value) {
    return Types.isText(value)
        || value instanceof List
        || value instanceof Dict
        || value instanceof Tuple
        || value instanceof Range
        || value instanceof Undefined;
  }

  private static boolean asks(Object value, String method) {
    Function question = (Function) Attributes.find(Printer.str(value), method);
    return Types.truth(question.call(Arguments.NONE));
  }

  private static void defineNumbers(Map<String, Test> tests) {
    unary(tests, "odd", value -> Comparison.equal(Arithmetic.remainder(value, 2L), 1L));
    unary(tests, "even", value -> Comparison.equal(Arithmetic.remainder(value, 2L), 0L));
    binary(
        tests,
        "num",
        (value, by) -> Comparison.equal(Arithmetic.remainder(value, by), 0L),
        "divisibleby");
  }

  private static void defineRelations(Map<String, Test> tests) {
    binary(tests, "other", Comparison::same, "sameas");
    binary(tests, "seq", (value, all) -> Comparison.contains(all, value), "in");
    binary(tests, "other", Comparison::equal, "eq", "equalto", "==");
    binary(tests, "other", (a, b) -> !Comparison.equal(a, b), "ne", "!=");
    binary(tests, "other", Operators.Relation.LESS::holds, "lt", "lessthan", "<");
    binary(tests, "other", Operators.Relation.LESS_OR_EQUAL::holds, "le", "<=");
    binary(tests, "other", Operators.Relation.GREATER::holds, "gt", "greaterthan", ">");
    binary(tests, "other", Operators.Relation.GREATER_OR_EQUAL::holds, "ge", ">=");
  }
}
