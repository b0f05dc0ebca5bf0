package org.sluice.text.prompt.jinja;

import java.util.List;
import org.sluice.text.prompt.python.Arguments;
import org.sluice.text.prompt.python.ErrorType;
import org.sluice.text.prompt.python.Printer;
import org.sluice.text.prompt.python.PythonError;
import org.sluice.text.prompt.python.Types;

/** Every statement but the loop. */
final class Statements {
  private Statements() {}

  /** Template text. */
  record Text(String text) implements Statement {
    @Override
    public Flow execute(Scope scope) {
      scope.run().write(text);
      return Flow.NEXT;
    }
  }

  /** <code>{{ value }}</code>. */
  record Output(Expression value, int line) implements Statement {
    @Override
    public Flow execute(Scope scope) {
      Run run = scope.run();
      run.at(line);
      run.step();
      run.write(Printer.str(value.evaluate(scope)));
      return Flow.NEXT;
    }
  }

  /** Statements of one tag. */
  record Group(List<Statement> statements) implements Statement {
    @Override
    public Flow execute(Scope scope) {
      return Statement.all(statements, scope);
    }
  }

  /** One branch of an {@code if}; its condition is null for else. */
  record Branch(Expression condition, List<Statement> body, int line) {}

  /** {@code if, elif, else}. */
  record If(List<Branch> branches) implements Statement {
    @Override
    public Flow execute(Scope scope) {
      for (Branch branch : branches) {
        scope.run().at(branch.line());
        scope.run().step();
        if (branch.condition() == null || Types.truth(branch.condition().evaluate(scope))) {
          return Statement.all(branch.body(), scope);
        }
      }
      return Flow.NEXT;
    }
  }

  /** {@code set target = value}. */
  record Set(Target target, Expression value, int line) implements Statement {
    @Override
    public Flow execute(Scope scope) {
      scope.run().at(line);
      scope.run().step();
      target.check(scope);
      target.assign(scope, value.evaluate(scope));
      return Flow.NEXT;
    }
  }

  /**
   * {@code set target | filter} ... {@code endset}.
   *
   * @param filters null when there are none
   */
  record SetBlock(Target target, Expression filters, List<Statement> body, int line)
      implements Statement {
    @Override
    public Flow execute(Scope scope) {
      Run run = scope.run();
      Scope inner = scope.inner();
      StringBuilder before = run.capture();
      Flow flow = Statement.all(body, inner);
      String text = run.release(before);
      if (flow != Flow.NEXT) {
        return flow;
      }
      run.at(line);
      Object value = filters == null ? text : Postfix.applyChain(filters, inner, text);
      target.check(scope);
      target.assign(scope, value);
      return Flow.NEXT;
    }
  }

  /** {@code filter name} ... {@code endfilter}. */
  record FilterBlock(Expression filters, List<Statement> body, int line) implements Statement {
    @Override
    public Flow execute(Scope scope) {
      Run run = scope.run();
      Scope inner = scope.inner();
      StringBuilder before = run.capture();
      Flow flow = Statement.all(body, inner);
      String text = run.release(before);
      if (flow == Flow.NEXT) {
        run.at(line);
        run.write(Printer.str(Postfix.applyChain(filters, inner, text)));
      }
      return flow;
    }
  }

  /** {@code with a = b, c = d}: the values do not see each other. */
  record With(List<Target> targets, List<Expression> values, List<Statement> body)
      implements Statement {
    @Override
    public Flow execute(Scope scope) {
      Scope inner = scope.inner();
      for (int i = 0; i < targets.size(); i++) {
        targets.get(i).assign(inner, values.get(i).evaluate(scope));
      }
      return Statement.all(body, inner);
    }
  }

  /** {@code macro name(parameters)}. */
  record MacroDefinition(MacroBody body) implements Statement {
    @Override
    public Flow execute(Scope scope) {
      scope.set(body.name(), new Macro(body, scope));
      return Flow.NEXT;
    }
  }

  /** {@code call(parameters) macro(arguments)}. */
  record CallBlock(MacroBody body, Postfix.Call call, int line) implements Statement {
    @Override
    public Flow execute(Scope scope) {
      Run run = scope.run();
      run.at(line);
      run.write(Printer.str(call.call(scope, new Macro(body, scope))));
      return Flow.NEXT;
    }
  }

  /** {@code generation} ... {@code endgeneration}: the text is the assistant's. */
  record Generation(MacroBody body) implements Statement {
    @Override
    public Flow execute(Scope scope) {
      String text = new Macro(body, scope).call(Arguments.NONE);
      scope.run().generated(text.length());
      scope.run().write(text);
      return Flow.NEXT;
    }
  }

  /** {@code block name}: sees the top level's variables, or those around it when it is scoped. */
  record Block(boolean scoped, List<Statement> body) implements Statement {
    @Override
    public Flow execute(Scope scope) {
      Statement.all(body, scoped ? scope.inner() : scope.top().inner());
      return Flow.NEXT;
    }
  }

  /** {@code autoescape}: only the form that changes nothing, since chat templates never escape. */
  record AutoEscape(Expression on, List<Statement> body) implements Statement {
    @Override
    public Flow execute(Scope scope) {
      if (Types.truth(on.evaluate(scope))) {
        throw PythonError.of(ErrorType.RUNTIME, "autoescape is not offered in chat templates");
      }
      return Statement.all(body, scope.inner());
    }
  }

  /** {@code break} or {@code continue}. */
  record Jump(Flow flow) implements Statement {
    @Override
    public Flow execute(Scope scope) {
      return flow;
    }
  }

  /** {@code include}, {@code import}, {@code extends}: there is nothing to load from. */
  record Load(int line) implements Statement {
    @Override
    public Flow execute(Scope scope) {
      scope.run().at(line);
      throw PythonError.type("no loader for this environment specified");
    }
  }
}
