package org.sluice.engine.model;

import ai.djl.pytorch.engine.PtNDArray;
import java.util.Optional;
import org.sluice.engine.tensor.Var;

/**
 * One run of positions through a model: all that differs between training and generation.
 *
 * @param ids token ids [n] i32
 * @param wanted the only positions whose result is wanted, [m] i64; empty means all
 * @param attention how positions see each other
 */
record Pass(PtNDArray ids, Optional<PtNDArray> wanted, Attention attention) {
  /** Attention of one layer. */
  interface Attention {
    /** [n, nq dim] from q, k and v side by side. */
    Var attend(int layer, Var qkv);
  }
}
