package org.sluice.text.prompt.jinja;

import java.util.HashMap;
import java.util.Map;
import org.sluice.text.prompt.python.Attributes;

/** The variables of one block; what is not set here is looked up in the block around it. */
final class Scope {
  private final Scope outer; // null: the variables given to the template
  private final Run run;
  private Map<String, Object> variables;

  private Scope(Scope outer, Run run, Map<String, Object> variables) {
    this.outer = outer;
    this.run = run;
    this.variables = variables;
  }

  /** The top level of a template, over what was given to it. */
  static Scope top(Run run, Map<String, Object> given) {
    return new Scope(new Scope(null, run, given), run, null);
  }

  Scope inner() {
    return new Scope(this, run, null);
  }

  /** The top level that this scope lies in. */
  Scope top() {
    Scope scope = this;
    while (scope.outer.outer != null) {
      scope = scope.outer;
    }
    return scope;
  }

  Run run() {
    return run;
  }

  void set(String name, Object value) {
    if (variables == null) {
      variables = new HashMap<>();
    }
    variables.put(name, value);
  }

  /** Hides a variable of the blocks around: it is undefined here until it is set. */
  void hide(String name) {
    set(name, Attributes.ABSENT);
  }

  /** The value, or {@link Attributes#ABSENT}. */
  Object find(String name) {
    for (Scope scope = this; scope != null; scope = scope.outer) {
      if (scope.variables == null) {
        continue;
      }
      Object value = scope.variables.get(name);
      if (value != null || scope.variables.containsKey(name)) {
        return value;
      }
    }
    return Attributes.ABSENT;
  }

  Object get(String name) {
    Object value = find(name);
    return value == Attributes.ABSENT ? Undefined.variable(name) : value;
  }
}
