package org.sluice.engine.tensor;

import ai.djl.pytorch.engine.PtNDArray;
import java.util.List;

/** Arithmetic. */
public final class MathOps {
  private MathOps() {}

  /** factor x. */
  public static Var scale(Tape tape, Var x, double factor) {
    return factor == 1 ? x : TextOp.apply(tape, "scale", TextOp.Keeps.NOTHING, List.of(x), factor);
  }

  /** x y in the type of x; y [n, w], [n, 1] or [1, w]. */
  public static Var multiply(Tape tape, Var x, Var y) {
    return TextOp.apply(tape, "multiply", TextOp.Keeps.INPUTS, List.of(x, y));
  }

  /**
   * Drops elements on a training tape: x times 0 with probability p, else times 1 / (1 - p). What
   * is dropped follows from the tape's seed and the op's place on it.
   */
  public static Var dropout(Tape tape, Var x, double p) {
    if (p == 0 || !tape.trains()) {
      return x;
    }
    PtNDArray mask =
        tape.ops().torch().call(tape.work(), "dropout_masks", x.value, p, 1, tape.nextSeed())[0];
    return multiply(tape, x, tape.constant(mask));
  }

  /** x + y in the wider of their types; y [n, w], [n, 1], [1, w] or [w]. */
  public static Var plus(Tape tape, Var x, Var y) {
    return TextOp.apply(tape, "plus", TextOp.Keeps.INPUTS, List.of(x, y));
  }

  /** x y, of matrices of one type. */
  public static Var matmul(Tape tape, Var x, Var y) {
    return TextOp.apply(tape, "matmul", TextOp.Keeps.INPUTS, List.of(x, y));
  }

  /** limit tanh(x / limit) (Gemma Team 2024): scores within ±limit. */
  public static Var softCap(Tape tape, Var x, double limit) {
    return TextOp.apply(tape, "soft_cap", TextOp.Keeps.INPUTS, List.of(x), limit);
  }
}
