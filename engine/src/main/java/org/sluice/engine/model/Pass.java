package org.sluice.engine.model;

import ai.djl.pytorch.engine.PtNDArray;
import java.util.Optional;
import org.sluice.engine.tensor.Tape;
import org.sluice.engine.tensor.Var;

/** One run of positions through a model: all that differs between training and generation. */
interface Pass {
  /** Token ids [n] i32. */
  PtNDArray ids();

  /** The only positions whose result is wanted, [m] i64; empty means all. */
  Optional<PtNDArray> wanted();

  /** Attention of layer {@code layer}: [n, nq dim] from q, k and v side by side. */
  Var attend(Tape tape, int layer, Var qkv);
}
