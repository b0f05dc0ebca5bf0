package org.sluice.text.prompt.jinja;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.sluice.text.prompt.python.Arguments;
import org.sluice.text.prompt.python.Dict;
import org.sluice.text.prompt.python.ErrorType;
import org.sluice.text.prompt.python.Function;
import org.sluice.text.prompt.python.PythonError;
import org.sluice.text.prompt.python.Sequences;
import org.sluice.text.prompt.python.Types;

/** What follows an expression: attributes, items, slices, calls, filters and tests. */
final class Postfix {
  private Postfix() {}

  /** {@code object.name}. */
  record Attribute(Expression object, String name) implements Expression {
    @Override
    public Object evaluate(Scope scope) {
      Object value = object.evaluate(scope);
      scope.run().charge(value);
      return Access.attribute(value, name);
    }
  }

  /** {@code object[key]}. */
  record Item(Expression object, Expression key) implements Expression {
    @Override
    public Object evaluate(Scope scope) {
      Object value = object.evaluate(scope);
      if (value instanceof String) {
        scope.run().charge(value); // the place is counted out
      }
      return Access.item(value, key.evaluate(scope));
    }
  }

  /** {@code object[start:stop:step]}; bounds that were left out are null. */
  record Part(Expression object, Expression start, Expression stop, Expression step)
      implements Expression {
    @Override
    public Object evaluate(Scope scope) {
      Object value = object.evaluate(scope);
      Object part =
          Sequences.slice(value, bound(start, scope), bound(stop, scope), bound(step, scope));
      scope.run().charge(part);
      return part;
    }

    private static Object bound(Expression bound, Scope scope) {
      return bound == null ? null : bound.evaluate(scope);
    }
  }

  /** The arguments of a call as written; the starred ones are null when there are none. */
  record CallArguments(
      List<Expression> positional,
      Map<String, Expression> keywords,
      Expression starred,
      Expression doubleStarred) {
    static final CallArguments NONE = new CallArguments(List.of(), Map.of(), null, null);

    Arguments evaluate(Scope scope) {
      List<Object> values = Literals.all(positional, scope);
      Map<String, Object> named = new LinkedHashMap<>();
      keywords.forEach((name, value) -> named.put(name, value.evaluate(scope)));
      if (starred != null) {
        values.addAll(Sequences.list(starred.evaluate(scope)));
      }
      if (doubleStarred != null) {
        spread(doubleStarred.evaluate(scope), named);
      }
      return new Arguments(values, named);
    }

    private static void spread(Object value, Map<String, Object> named) {
      if (!(value instanceof Dict dict)) {
        throw PythonError.type("argument after ** must be a mapping, not %s", Types.name(value));
      }
      for (Object key : dict.keys()) {
        if (!(key instanceof String name)) {
          throw PythonError.type("keywords must be strings");
        }
        if (named.containsKey(name)) {
          throw PythonError.type("got multiple values for keyword argument '%s'", name);
        }
        named.put(name, dict.get(key));
      }
    }
  }

  /** {@code function(arguments)}. */
  record Call(Expression function, CallArguments arguments) implements Expression {
    @Override
    public Object evaluate(Scope scope) {
      return call(scope, null);
    }

    /** Calls it, with the body of a call block as {@code caller} unless that is null. */
    Object call(Scope scope, Macro caller) {
      Object called = function.evaluate(scope);
      Arguments given = arguments.evaluate(scope);
      if (caller != null) {
        Map<String, Object> named = new LinkedHashMap<>(given.keywords());
        named.put("caller", caller);
        given = new Arguments(given.positional(), named);
      }
      if (!(called instanceof Function callable)) {
        throw PythonError.type("'%s' object is not callable", Types.name(called));
      }
      int line = scope.run().line();
      Object result = callable.call(given);
      scope.run().at(line);
      scope.run().charge(result);
      return result;
    }
  }

  /**
   * {@code operand | name(arguments)}.
   *
   * @param filter null when there is no filter of that name
   */
  record FilterCall(Expression operand, String name, Filter filter, CallArguments arguments)
      implements Expression {
    @Override
    public Object evaluate(Scope scope) {
      return apply(scope, operand.evaluate(scope));
    }

    Object apply(Scope scope, Object value) {
      if (filter == null) {
        throw PythonError.of(ErrorType.RUNTIME, "No filter named '%s' found.", name);
      }
      Arguments given = arguments.evaluate(scope);
      scope.run().charge(value);
      given.positional().forEach(scope.run()::charge);
      Object result = filter.apply(scope.run(), value, given);
      scope.run().charge(result);
      return result;
    }
  }

  /** A chain of filters over the text of a block. */
  static Object applyChain(Expression chain, Scope scope, Object text) {
    FilterCall last = (FilterCall) chain;
    Object value = last.operand() == null ? text : applyChain(last.operand(), scope, text);
    return last.apply(scope, value);
  }

  /**
   * {@code operand is name(arguments)}.
   *
   * @param test null when there is no test of that name
   */
  record TestCall(Expression operand, String name, Test test, CallArguments arguments)
      implements Expression {
    @Override
    public Object evaluate(Scope scope) {
      if (test == null) {
        throw PythonError.of(ErrorType.RUNTIME, "No test named '%s' found.", name);
      }
      Object value = operand.evaluate(scope);
      Arguments given = arguments.evaluate(scope);
      scope.run().charge(value);
      given.positional().forEach(scope.run()::charge);
      return test.holds(value, given);
    }
  }
}
