package org.sluice.text.prompt.jinja;

/** Something with a value. Each kind is a record that evaluates itself. */
interface Expression {
  Object evaluate(Scope scope);
}
