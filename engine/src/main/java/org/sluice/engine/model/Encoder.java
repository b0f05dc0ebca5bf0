package org.sluice.engine.model;

import org.sluice.engine.tensor.Var;

/** A body that gives a state for each position. */
interface Encoder {
  /** States behind the last layer, [n, hidden]. */
  Var forward(Run run);
}
