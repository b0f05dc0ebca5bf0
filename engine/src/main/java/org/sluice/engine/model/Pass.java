package org.sluice.engine.model;

import org.sluice.engine.tensor.Var;

/** How positions of a pass see each other, where q, k and v stay side by side. */
final class Pass {
  private Pass() {}

  /** Attention of one layer. */
  interface Attention {
    /** [n, nq dim] from q, k and v side by side. */
    Var attend(int layer, Var qkv);
  }
}
