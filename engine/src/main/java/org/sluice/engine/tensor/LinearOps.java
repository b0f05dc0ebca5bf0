package org.sluice.engine.tensor;

import ai.djl.ndarray.NDManager;
import ai.djl.pytorch.engine.PtNDArray;

/** Products with the matrices of linear layers; letters as in {@link Ops}. */
final class LinearOps {
  private static final PtNDArray[] NONE = {};

  private final Torch torch;

  LinearOps(Torch torch) {
    this.torch = torch;
  }

  /**
   * y = x Wᵀ + bias + s (x Aᵀ) Bᵀ. x [n, in] c.
   *
   * @param weight W in one of its forms
   * @param bias none or one
   * @return y [n, rows] c; with a low-rank addition also u = x Aᵀ [n, k·r] c
   */
  PtNDArray[] linear(
      NDManager to, PtNDArray x, Linear linear, PtNDArray[] weight, PtNDArray[] bias) {
    long[] cuts = linear.lowRank().map(LowRank::cuts).orElse(new long[0]);
    double scale = linear.lowRank().map(LowRank::scale).orElse(0.0);
    return torch.call(
        to, "linear_f", x, weight, bias, linear.factors(), cuts, linear.rows(), scale);
  }

  /**
   * dx = dy W + s (dy B) A; dA += s (dy B)ᵀ x; dB += s dyᵀ u, of each target its own block; or dW
   * += dyᵀ x for a trained W.
   *
   * @param x the input, where something of the layer trains; otherwise any tensor
   * @param u none or what {@link #linear} gave
   * @param needsInput whether dx is wanted; without it the result means nothing
   */
  PtNDArray linearBack(
      NDManager to,
      PtNDArray dy,
      PtNDArray x,
      PtNDArray[] u,
      Linear linear,
      PtNDArray[] weight,
      boolean needsInput) {
    long[] cuts = linear.lowRank().map(LowRank::cuts).orElse(new long[0]);
    double scale = linear.lowRank().map(LowRank::scale).orElse(0.0);
    return torch.one(
        to,
        "linear_b",
        dy,
        x,
        u,
        weight,
        linear.factors(),
        cuts,
        linear.gradients(),
        linear.rows(),
        scale,
        needsInput);
  }

  /** y = x Wᵀ + bias alone. */
  PtNDArray product(NDManager to, PtNDArray x, Linear linear, PtNDArray[] bias) {
    return torch.one(
        to, "linear_f", x, linear.weight(), bias, NONE, new long[0], linear.rows(), 0.0);
  }

  /** gradient += Σ dy over positions. */
  void biasBack(PtNDArray dy, Weight bias) {
    torch.call(torch.manager(), "bias_b", dy, bias.gradients());
  }

  /** dx = dy W alone. */
  PtNDArray productBack(NDManager to, PtNDArray dy, Linear linear) {
    long[] none = {};
    return torch.one(
        to, "linear_b", dy, dy, NONE, linear.weight(), NONE, none, NONE, linear.rows(), 0.0, true);
  }

  /** Masks of the shape of x: 0 with probability p, else 1 / (1 − p); one a target. */
  PtNDArray[] dropoutMasks(NDManager to, PtNDArray x, LowRank low, long seed) {
    return torch.call(to, "dropout_masks", x, low.dropout(), low.targets(), seed);
  }

  /** y += s Σ (x mask Aᵀ) Bᵀ, in place. Gives u = the products with A, side by side. */
  PtNDArray dropped(NDManager to, PtNDArray y, PtNDArray x, PtNDArray[] masks, LowRank low) {
    return torch.one(to, "dropped_f", y, x, masks, low.factors(), low.cuts(), low.scale());
  }

  /** The low-rank part of {@link #linearBack} behind dropout; adds to dx in place. */
  void droppedBack(
      PtNDArray dx,
      PtNDArray dy,
      PtNDArray x,
      PtNDArray u,
      PtNDArray[] masks,
      LowRank low,
      boolean needsInput) {
    torch.call(
        torch.manager(),
        "dropped_b",
        dx,
        dy,
        x,
        u,
        masks,
        low.factors(),
        low.cuts(),
        low.gradients(),
        low.scale(),
        needsInput);
  }

  /** Puts blocks of b [Σ out, r] on the diagonal of {@code target} [rows, k·r]. */
  void spread(PtNDArray target, PtNDArray b, long[] cuts) {
    torch.call(torch.manager(), "spread", target, b, cuts);
  }

  /** target = e a in the type of target; a [n, in] f, e [n, 1] f. */
  void gain(PtNDArray target, PtNDArray a, PtNDArray e) {
    torch.call(torch.manager(), "gain", target, a, e);
  }

  /** da += d e, de += Σ d a over rows; d, the gradient of e a, becomes zero. */
  void gainBack(PtNDArray d, PtNDArray a, PtNDArray e, PtNDArray da, PtNDArray de) {
    torch.call(torch.manager(), "gain_b", d, a, e, da, de);
  }

  /** The frozen matrix as it takes part in products, [rows, in]. */
  PtNDArray dense(NDManager to, Linear linear, DType type) {
    return torch.one(to, "dequantize", linear.weight(), linear.rows(), type.code());
  }
}
