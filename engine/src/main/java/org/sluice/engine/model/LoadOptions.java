package org.sluice.engine.model;

import org.sluice.base.Check;
import org.sluice.engine.tensor.DType;
import org.sluice.engine.tensor.Quantization;

/**
 * In which form a model's weights are kept.
 *
 * @param quantization of the linear layers; embedding, head and norms are never quantised
 * @param type in which products are computed
 * @param trainsWeights whether every weight is trained (full tuning) or all are frozen
 * @param hollow whether only names and shapes matter: no weight is read, none takes memory
 */
public record LoadOptions(
    Quantization quantization, DType type, boolean trainsWeights, boolean hollow) {
  public LoadOptions {
    Check.that(
        !trainsWeights || quantization == Quantization.NONE,
        "full tuning needs quantization.type none, got %s",
        quantization);
  }

  /** Frozen weights, to run or to put an adapter on. */
  public static LoadOptions frozen(Quantization quantization, DType type) {
    return new LoadOptions(quantization, type, false, false);
  }

  /** Weights that are all trained, with masters in float. */
  public static LoadOptions trained(DType type) {
    return new LoadOptions(Quantization.NONE, type, true, false);
  }

  /** A model without values, to compare a checkpoint with its configuration. */
  static LoadOptions shapes() {
    return new LoadOptions(Quantization.NONE, DType.FP32, false, true);
  }
}
