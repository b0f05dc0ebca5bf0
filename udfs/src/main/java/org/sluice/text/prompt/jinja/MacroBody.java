package org.sluice.text.prompt.jinja;

import java.util.List;

/**
 * A macro, or the body of a call block, as written.
 *
 * @param name null for a call block
 * @param defaults of the last parameters
 * @param usesCaller whether the body mentions {@code caller}; without it, or {@code kwargs} or
 *     {@code varargs}, such arguments are refused
 */
record MacroBody(
    String name,
    List<String> parameters,
    List<Expression> defaults,
    boolean usesCaller,
    boolean usesKeywords,
    boolean usesPositional,
    List<Statement> body) {

  /** The default of a parameter; null when it has none. */
  Expression defaultOf(int parameter) {
    int index = parameter - (parameters.size() - defaults.size());
    return index < 0 ? null : defaults.get(index);
  }
}
