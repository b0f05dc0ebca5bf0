package org.sluice.engine.model;

import java.util.Optional;
import org.sluice.engine.tensor.NormOps;
import org.sluice.engine.tensor.Tape;
import org.sluice.engine.tensor.Var;
import org.sluice.engine.tensor.Weight;

/**
 * A norm with its weights.
 *
 * @param kind which formula
 * @param gain [w]
 * @param bias of a layer norm, where it has one
 */
record Norm(Kind kind, Weight gain, Optional<Weight> bias, double eps) {
  /** The formulas. */
  enum Kind {
    LAYER,
    RMS,
    /** RMS with a stored gain that is the difference from one. */
    RMS_PLUS_ONE
  }

  Var of(Tape tape, Var x) {
    return switch (kind) {
      case LAYER -> NormOps.layer(tape, x, gain, bias, eps);
      case RMS -> NormOps.rms(tape, x, gain, eps, 0);
      case RMS_PLUS_ONE -> NormOps.rms(tape, x, gain, eps, 1);
    };
  }
}
