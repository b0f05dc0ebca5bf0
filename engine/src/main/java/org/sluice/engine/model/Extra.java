package org.sluice.engine.model;

import java.util.List;
import java.util.Optional;
import java.util.function.UnaryOperator;
import org.sluice.engine.tensor.Tape;
import org.sluice.engine.tensor.Var;

/** What a method without changed weights adds to a pass: prompts, prefixes, layers between. */
public interface Extra {
  /** Nothing. */
  Extra NONE = new Extra() {};

  /** What goes between the parts of an encoder that has a decoder behind it. */
  default Extra inEncoder() {
    return NONE;
  }

  /** Called once at the start of each pass, outside any block. */
  default void begin(Tape tape) {}

  /** Rows in front of every sequence, behind the word embedding: [n, hidden]. */
  default Optional<Var> virtual(Tape tape) {
    return Optional.empty();
  }

  /** How many rows {@link #virtual} has. */
  default int virtualTokens() {
    return 0;
  }

  /**
   * Keys and values [n, key heads · dim] that every sequence's attention sees before its own;
   * positions count from n.
   */
  default Optional<List<Var>> prefix(Tape tape, int layer) {
    return Optional.empty();
  }

  /** How many rows {@link #prefix} has. */
  default int prefixTokens() {
    return 0;
  }

  /**
   * Changes what a layer's attention gives to the residual stream.
   *
   * @param q the queries that took part, [n, heads · dim], turned by their positions
   * @param y the attention's output behind its last matrix, [n, hidden]
   */
  default Var attention(Tape tape, int layer, Var q, Var y) {
    return y;
  }

  /**
   * Changes what a layer's feed-forward part gives to the residual stream.
   *
   * @param stream what the stream would be for a y: added, and through the norm that stands there
   */
  default Var feedForward(Tape tape, int layer, Var y, UnaryOperator<Var> stream) {
    return y;
  }
}
