package org.sluice.text.prompt.jinja;

import java.util.ArrayList;
import java.util.List;
import org.sluice.text.prompt.python.Dict;
import org.sluice.text.prompt.python.Tuple;

/** Constants, names and the displays of lists, tuples and dicts. */
final class Literals {
  private Literals() {}

  /** A constant: None, a boolean, a number or a string. */
  record Constant(Object value) implements Expression {
    @Override
    public Object evaluate(Scope scope) {
      return value;
    }
  }

  /** A variable. */
  record Name(String name) implements Expression {
    @Override
    public Object evaluate(Scope scope) {
      return scope.get(name);
    }
  }

  /** {@code [a, b]}. */
  record ListDisplay(List<Expression> items) implements Expression {
    @Override
    public Object evaluate(Scope scope) {
      return all(items, scope);
    }
  }

  /** {@code (a, b)}. */
  record TupleDisplay(List<Expression> items) implements Expression {
    @Override
    public Object evaluate(Scope scope) {
      return new Tuple(all(items, scope));
    }
  }

  /** {@code {a: b}}. */
  record DictDisplay(List<Expression> keys, List<Expression> values) implements Expression {
    @Override
    public Object evaluate(Scope scope) {
      Dict dict = new Dict();
      for (int i = 0; i < keys.size(); i++) {
        Object key = keys.get(i).evaluate(scope);
        dict.put(key, values.get(i).evaluate(scope));
      }
      return dict;
    }
  }

  static List<Object> all(List<Expression> expressions, Scope scope) {
    List<Object> values = new ArrayList<>(expressions.size());
    for (Expression expression : expressions) {
      values.add(expression.evaluate(scope));
    }
    return values;
  }
}
