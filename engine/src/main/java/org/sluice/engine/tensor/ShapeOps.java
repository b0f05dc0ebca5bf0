package org.sluice.engine.tensor;

import ai.djl.pytorch.engine.PtNDArray;
import java.util.Arrays;
import java.util.List;

/** Ops that move values without computing any. */
public final class ShapeOps {
  private ShapeOps() {}

  /**
   * Parts of columns: x [n, groups · Σ sizes] into one [n, groups · size] for each size, where
   * every group of columns is cut alike.
   */
  public static List<Var> split(Tape tape, Var x, int groups, int... sizes) {
    long[] cuts = Arrays.stream(sizes).asLongStream().toArray();
    return TextOp.applyAll(
        tape, "split", TextOp.Keeps.NOTHING, List.of(x), sizes.length, groups, cuts);
  }

  /**
   * The way back of {@link #split}; a part [n, width] instead of [n, groups · width] goes into
   * every group.
   */
  public static Var join(Tape tape, int groups, List<Var> parts, int... widths) {
    long[] cuts = Arrays.stream(widths).asLongStream().toArray();
    return TextOp.apply(tape, "join", TextOp.Keeps.INPUTS, parts, groups, cuts);
  }

  /** Rows under one another: [Σ n, w]. */
  public static Var rows(Tape tape, List<Var> parts) {
    return TextOp.apply(tape, "rows", TextOp.Keeps.INPUTS, parts);
  }

  /** [n, w] of zeros to which the rows of x [m, w] are added at index [m] i64. */
  public static Var place(Tape tape, Var x, PtNDArray index, long n) {
    return TextOp.apply(tape, "place", TextOp.Keeps.NOTHING, List.of(x), index, n);
  }

  /** xᵀ. */
  public static Var transpose(Tape tape, Var x) {
    return TextOp.apply(tape, "transpose", TextOp.Keeps.NOTHING, List.of(x));
  }

  /** x in the tape's type, for products. */
  public static Var cast(Tape tape, Var x) {
    return tape.type() == DType.FP32
        ? x
        : TextOp.apply(tape, "cast", TextOp.Keeps.INPUTS, List.of(x), tape.type().code());
  }
}
