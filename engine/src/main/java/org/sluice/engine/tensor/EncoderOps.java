package org.sluice.engine.tensor;

import ai.djl.pytorch.engine.PtNDArray;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Ops that encoders alone need. */
public final class EncoderOps {
  private EncoderOps() {}

  /**
   * Disentangled attention (He et al. 2021): softmax(scale (q kᵀ + q rₖᵀ + k rqᵀ)) v, where rₖ and
   * rq are the relative place of each pair. Padding neither sees nor is seen.
   *
   * @param q [n, heads · d]; k and v alike
   * @param keys rₖ of each place [places, heads · d], where content sees places
   * @param queries rq of each place, where places see content
   * @param places of each distance, query less key, from the smallest to the largest, i64
   */
  public static Var disentangled(
      Tape tape,
      List<Var> qkv,
      Optional<Var> keys,
      Optional<Var> queries,
      Spans spans,
      PtNDArray places,
      int heads,
      double scale) {
    List<Var> in = new ArrayList<>(qkv);
    keys.ifPresent(in::add);
    queries.ifPresent(in::add);
    return TextOp.apply(
        tape,
        "disentangled",
        TextOp.Keeps.INPUTS,
        in,
        spans.numbers(),
        places,
        heads,
        keys.isPresent(),
        queries.isPresent(),
        scale);
  }

  /**
   * Convolution along each sequence, with zeros beyond its ends.
   *
   * @param x [n, in]
   * @param kernel [out, in, width], width odd
   * @param bias [out]
   * @return [n, out]
   */
  public static Var convolve(Tape tape, Var x, Weight kernel, Weight bias, Spans spans) {
    int width = (int) kernel.shape()[2];
    Var beside =
        TextOp.apply(tape, "neighbours", TextOp.Keeps.NOTHING, List.of(x), spans.numbers(), width);
    Var matrix = TextOp.apply(tape, "kernel", TextOp.Keeps.INPUTS, List.of(tape.leaf(kernel)));
    return MathOps.plus(
        tape, MathOps.matmul(tape, beside, ShapeOps.cast(tape, matrix)), tape.leaf(bias));
  }
}
