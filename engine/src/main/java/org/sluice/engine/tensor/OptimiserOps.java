package org.sluice.engine.tensor;

import ai.djl.pytorch.engine.PtNDArray;

/** What training does with many tensors at once: gradients gathered, clipped and applied. */
public final class OptimiserOps {
  private final Torch torch;

  OptimiserOps(Torch torch) {
    this.torch = torch;
  }

  /** Sets tensors to zero. */
  public void zero(PtNDArray[] tensors) {
    torch.call(torch.manager(), "zero_all", (Object) tensors);
  }

  /** Copies elements start... of the tensors, seen as one after another, into {@code flat}. */
  public void gather(PtNDArray flat, PtNDArray[] tensors, long start) {
    torch.call(torch.manager(), "gather_flat", flat, tensors, start);
  }

  /** The way back of {@link #gather}. */
  public void scatter(PtNDArray flat, PtNDArray[] tensors, long start) {
    torch.call(torch.manager(), "scatter_flat", flat, tensors, start);
  }

  /** Euclidean norm of all tensors together. */
  public double norm(PtNDArray[] tensors) {
    try (PtNDArray norm = torch.one(torch.manager(), "norm_of", (Object) tensors)) {
      return norm.getDouble();
    }
  }

  /** Adds a number to counters of one element each. */
  public void count(PtNDArray[] counters, double by) {
    torch.call(torch.manager(), "count_all", counters, by);
  }

  /** Multiplies all tensors. */
  public void scale(PtNDArray[] tensors, double factor) {
    torch.call(torch.manager(), "scale_all", tensors, factor);
  }

  /**
   * AdamW (Loshchilov and Hutter 2019) with betas 0.9 and 0.999: p −= rate decay p, then p −= rate
   * m̂ / (sqrt(v̂) + eps).
   *
   * @param state first moments, second moments, and the number of steps done (one float each)
   */
  public void adamW(
      PtNDArray[] parameters,
      PtNDArray[] gradients,
      PtNDArray[][] state,
      double rate,
      double decay,
      double epsilon) {
    torch.call(
        torch.manager(),
        "adamw",
        parameters,
        gradients,
        state[0],
        state[1],
        state[2],
        rate,
        decay,
        epsilon);
  }
}
