package org.sluice.engine.tensor;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Norms over the last dimension; their results are in the tape's type. */
public final class NormOps {
  private NormOps() {}

  /**
   * RMS norm (Zhang and Sennrich 2019): x (plus + gain) / sqrt(mean(x²) + eps).
   *
   * @param x [n, k w]: each w channels are a vector of their own
   * @param gain [w]
   * @param plus 1 where the stored gain is the difference from one (Gemma), else 0
   */
  public static Var rms(Tape tape, Var x, Weight gain, double eps, double plus) {
    List<Var> in = List.of(x, tape.leaf(gain));
    return TextOp.apply(tape, "rms", TextOp.Keeps.INPUTS, in, eps, plus, tape.type().code());
  }

  /**
   * Layer norm (Ba et al. 2016): (x − mean) / sqrt(variance + eps) gain + bias.
   *
   * @param x [n, w]
   * @param gain [w]
   */
  public static Var layer(Tape tape, Var x, Weight gain, Optional<Weight> bias, double eps) {
    List<Var> in = new ArrayList<>(List.of(x, tape.leaf(gain)));
    bias.ifPresent(b -> in.add(tape.leaf(b)));
    return TextOp.apply(tape, "layer_norm", TextOp.Keeps.INPUTS, in, eps, tape.type().code());
  }
}
