package org.sluice.text.prompt.jinja;

import java.util.List;
import java.util.function.BinaryOperator;
import org.sluice.text.prompt.python.Arithmetic;
import org.sluice.text.prompt.python.Bounds;
import org.sluice.text.prompt.python.Comparison;
import org.sluice.text.prompt.python.Printer;
import org.sluice.text.prompt.python.Types;

/** Operators between expressions. */
final class Operators {
  private Operators() {}

  /** The arithmetic operators. */
  enum Binary {
    ADD(Arithmetic::add),
    SUBTRACT(Arithmetic::subtract),
    MULTIPLY(Arithmetic::multiply),
    DIVIDE(Arithmetic::divide),
    FLOOR_DIVIDE(Arithmetic::floorDivide),
    REMAINDER(Arithmetic::remainder),
    POWER(Arithmetic::power);

    private final BinaryOperator<Object> operation;

    Binary(BinaryOperator<Object> operation) {
      this.operation = operation;
    }
  }

  /** {@code left + right} and its like. */
  record Calculation(Binary operator, Expression left, Expression right) implements Expression {
    @Override
    public Object evaluate(Scope scope) {
      Object a = left.evaluate(scope);
      Object result = operator.operation.apply(a, right.evaluate(scope));
      scope.run().charge(result);
      return result;
    }
  }

  /** {@code -operand} or {@code +operand}. */
  record Sign(boolean minus, Expression operand) implements Expression {
    @Override
    public Object evaluate(Scope scope) {
      Object value = operand.evaluate(scope);
      return minus ? Arithmetic.negate(value) : Arithmetic.plus(value);
    }
  }

  /** {@code not operand}. */
  record Not(Expression operand) implements Expression {
    @Override
    public Object evaluate(Scope scope) {
      return !Types.truth(operand.evaluate(scope));
    }
  }

  /** {@code left and right}: one of its operands, as in Python. */
  record And(Expression left, Expression right) implements Expression {
    @Override
    public Object evaluate(Scope scope) {
      Object value = left.evaluate(scope);
      return Types.truth(value) ? right.evaluate(scope) : value;
    }
  }

  /** {@code left or right}: one of its operands, as in Python. */
  record Or(Expression left, Expression right) implements Expression {
    @Override
    public Object evaluate(Scope scope) {
      Object value = left.evaluate(scope);
      return Types.truth(value) ? value : right.evaluate(scope);
    }
  }

  /** {@code a ~ b ~ c}: everything as printed, joined. */
  record Concatenation(List<Expression> parts) implements Expression {
    @Override
    public Object evaluate(Scope scope) {
      StringBuilder joined = new StringBuilder();
      for (Object value : Literals.all(parts, scope)) {
        joined.append(Printer.str(value));
        Bounds.text(joined.length());
      }
      scope.run().charge(joined);
      return joined.toString();
    }
  }

  /** The comparing operators. */
  enum Relation {
    EQUAL,
    NOT_EQUAL,
    LESS,
    LESS_OR_EQUAL,
    GREATER,
    GREATER_OR_EQUAL,
    IN,
    NOT_IN;

    boolean holds(Object a, Object b) {
      return switch (this) {
        case EQUAL -> Comparison.equal(a, b);
        case NOT_EQUAL -> !Comparison.equal(a, b);
        case LESS -> Comparison.compare(a, b, "<") < 0 && !Comparison.unordered(a, b);
        case LESS_OR_EQUAL -> Comparison.compare(a, b, "<=") <= 0 && !Comparison.unordered(a, b);
        case GREATER -> Comparison.compare(a, b, ">") > 0 && !Comparison.unordered(a, b);
        case GREATER_OR_EQUAL -> Comparison.compare(a, b, ">=") >= 0 && !Comparison.unordered(a, b);
        case IN -> Comparison.contains(b, a);
        case NOT_IN -> !Comparison.contains(b, a);
      };
    }
  }

  /** {@code first < a <= b}: every neighbouring pair must hold; evaluation stops when one fails. */
  record Comparing(Expression first, List<Relation> relations, List<Expression> others)
      implements Expression {
    @Override
    public Object evaluate(Scope scope) {
      Object left = first.evaluate(scope);
      for (int i = 0; i < relations.size(); i++) {
        Object right = others.get(i).evaluate(scope);
        scope.run().charge(right);
        if (!relations.get(i).holds(left, right)) {
          return false;
        }
        left = right;
      }
      return true;
    }
  }

  /** {@code then if condition else otherwise}; without else it is undefined. */
  record Conditional(Expression condition, Expression then, Expression otherwise, int line)
      implements Expression {
    @Override
    public Object evaluate(Scope scope) {
      if (Types.truth(condition.evaluate(scope))) {
        return then.evaluate(scope);
      }
      return otherwise != null
          ? otherwise.evaluate(scope)
          : Undefined.because(
              "the inline if-expression on line "
                  + line
                  + " evaluated to false and no else section was defined.");
    }
  }
}
