package org.sluice.engine.tensor;

import ai.djl.pytorch.engine.PtNDArray;
import java.util.List;

/** Losses: each one number, float. */
public final class LossOps {
  private LossOps() {}

  /**
   * Sum of −log softmax(x)[target] over the rows whose target is not −100. x [n, k], target [n]
   * i64.
   */
  public static Var tokenSum(Tape tape, Var x, PtNDArray target) {
    return TextOp.apply(tape, "token_sum", TextOp.Keeps.INPUTS, List.of(x), target);
  }

  /** Sum of (x − target)². target of as many elements, f. */
  public static Var meanSquare(Tape tape, Var x, PtNDArray target) {
    return TextOp.apply(tape, "mean_square", TextOp.Keeps.INPUTS, List.of(x), target);
  }

  /** Sum of the binary cross entropies of logits x against target in [0, 1], of one shape, f. */
  public static Var binary(Tape tape, Var x, PtNDArray target) {
    return TextOp.apply(tape, "binary_loss", TextOp.Keeps.INPUTS, List.of(x), target);
  }

  /**
   * Sum over segments of −log softmax(scores of the segment)[target].
   *
   * @param x [n, 1]
   * @param segments three numbers each: first row, rows, target counted from the first row; a
   *     negative target counts for nothing
   */
  public static Var spans(Tape tape, Var x, long[] segments) {
    return TextOp.apply(tape, "span_loss", TextOp.Keeps.INPUTS, List.of(x), (Object) segments);
  }
}
