package org.sluice.text.prompt.jinja;

import java.util.Iterator;
import java.util.List;
import java.util.NoSuchElementException;
import org.sluice.text.prompt.python.Attributes;
import org.sluice.text.prompt.python.Sequences;
import org.sluice.text.prompt.python.Types;

/**
 * {@code for target in iterable if condition} ... {@code else} ... {@code endfor}.
 *
 * @param condition null when every item is taken
 */
record For(
    Target target,
    Expression iterable,
    Expression condition,
    boolean recursive,
    List<Statement> body,
    List<Statement> otherwise,
    int line)
    implements Statement {
  @Override
  public Flow execute(Scope scope) {
    Run run = scope.run();
    run.at(line);
    Object items = iterable.evaluate(scope);
    if (!recursive) {
      return turns(scope, items, 0);
    }
    run.write(recurse(scope, items, 0));
    return Flow.NEXT;
  }

  /** The text of the loop over {@code items}, as the recursive call of the loop gives it. */
  private String recurse(Scope scope, Object items, int depth) {
    Run run = scope.run();
    run.enter();
    StringBuilder before = run.capture();
    turns(scope, items, depth);
    run.leave();
    return run.release(before);
  }

  private Flow turns(Scope scope, Object items, int depth) {
    Run run = scope.run();
    Iterator<Object> source = Sequences.iterator(items);
    Iterator<Object> taken = condition == null ? source : new Taken(source, scope);
    Object sized = condition == null ? items : null;
    Loop loop =
        new Loop(sized, taken, depth, recursive ? more -> recurse(scope, more, depth + 1) : null);
    boolean none = true;
    while (loop.hasNext()) {
      run.step();
      Scope turn = scope.inner();
      turn.set("loop", loop);
      target.assign(turn, loop.next());
      Flow flow = Statement.all(body, turn);
      if (flow == Flow.BREAK) {
        break;
      }
      // as in Jinja2, a loop whose turns all end early still comes to its else
      none &= flow != Flow.NEXT;
      run.at(line);
    }
    // break and continue in the else branch belong to the loop around
    return none && !otherwise.isEmpty() ? Statement.all(otherwise, scope.inner()) : Flow.NEXT;
  }

  /** The items for which the condition holds, tested one by one as the loop asks for them. */
  private final class Taken implements Iterator<Object> {
    private final Iterator<Object> source;
    private final Scope scope;
    private Object ahead = Attributes.ABSENT;

    Taken(Iterator<Object> source, Scope scope) {
      this.source = source;
      this.scope = scope;
    }

    @Override
    public boolean hasNext() {
      while (ahead == Attributes.ABSENT && source.hasNext()) {
        scope.run().step();
        Object item = source.next();
        Scope test = scope.inner();
        target.assign(test, item);
        if (Types.truth(condition.evaluate(test))) {
          ahead = item;
        }
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
