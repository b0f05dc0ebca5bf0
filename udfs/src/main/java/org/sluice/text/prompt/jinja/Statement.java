package org.sluice.text.prompt.jinja;

import java.util.List;

/** Something that a template does. Each kind is a record that executes itself. */
interface Statement {
  /** How execution goes on after a statement. */
  enum Flow {
    NEXT,
    BREAK,
    CONTINUE
  }

  Flow execute(Scope scope);

  /** Executes statements until one of them leaves the loop around it. */
  static Flow all(List<Statement> body, Scope scope) {
    for (Statement statement : body) {
      Flow flow = statement.execute(scope);
      if (flow != Flow.NEXT) {
        return flow;
      }
    }
    return Flow.NEXT;
  }
}
