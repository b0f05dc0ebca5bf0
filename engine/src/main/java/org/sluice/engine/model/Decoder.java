package org.sluice.engine.model;

import java.util.List;
import org.sluice.engine.tensor.FusedLayers;
import org.sluice.engine.tensor.Linear;
import org.sluice.engine.tensor.Var;

/** An architecture that foretells the next token: its weights and its forward pass. */
interface Decoder {
  /** Hidden states behind the last norm, at the positions that the pass wants: [m, hidden]. */
  Var forward(Run run);

  /** The output layer. */
  Linear head();

  /** Limit of the scores by tanh; 0 for none. */
  default double softCap() {
    return 0;
  }

  /** Whether texts of this length may go by stacked attention, see {@link Run#stacked}. */
  default boolean stacks(int longest) {
    return false;
  }

  /** Whether a cache that has come to this length must be read anew. */
  default boolean restartsAt(int length) {
    return false;
  }

  /** The layers in a form that one call can run, for architectures of that kind. */
  default List<FusedLayers.Layer> fusible() {
    return List.of();
  }

  /** The epsilon of their norms. */
  default double eps() {
    return 0;
  }

  /** The table for stacked attention. */
  default Rope rope() {
    throw new IllegalStateException("this architecture has no stacked attention");
  }
}
