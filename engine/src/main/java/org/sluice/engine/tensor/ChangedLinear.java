package org.sluice.engine.tensor;

import ai.djl.ndarray.NDManager;
import ai.djl.pytorch.engine.PtNDArray;
import ai.djl.pytorch.engine.PtNDManager;
import java.util.Optional;

/**
 * The product with a matrix that methods have changed: y = x W'ᵀ + b'. In a narrower type than
 * float, and behind dropout, y = x Wᵀ + b' + x' (W' − W)ᵀ, so that rounding does not swallow small
 * changes and only the difference sees dropped inputs x'.
 *
 * <p>W' is made for the product and again for its way back; nothing of the matrix's size lives in
 * between.
 */
final class ChangedLinear {
  private static final PtNDArray[] NONE = {};
  private static final long[] NO_CUTS = {};

  private final Ops ops;
  private final Linear linear;
  private final DType type;
  private final boolean apart;

  ChangedLinear(Ops ops, Linear linear, DType type) {
    this.ops = ops;
    this.linear = linear;
    this.type = type;
    apart = type != DType.FP32 || linear.changes().drops() || linear.changes().additive();
  }

  /** What drops inputs of each changed slice. */
  PtNDArray[] masks(NDManager to, PtNDArray x, long seed) {
    double dropout = linear.changes().slices().get(0).change().dropout();
    int count = linear.changes().slices().size();
    return ops.torch().call(to, "dropout_masks", x, dropout, count, seed);
  }

  /** y [n, rows]. */
  PtNDArray forward(
      NDManager to, PtNDArray x, Optional<Weight> bias, PtNDArray[] masks, boolean training) {
    PtNDArray[] added = bias.map(b -> new PtNDArray[] {b.value()}).orElse(NONE);
    try (PtNDManager scratch = ops.torch().scope()) {
      boolean keeps = !training && !linear.packed();
      PtNDArray form =
          keeps ? linear.changes().kept(ops, () -> form(ops.torch().manager())) : form(scratch);
      if (!apart) {
        return product(to, x, new PtNDArray[] {form}, added);
      }
      PtNDArray y = product(to, x, linear.weight(), added);
      ops.adapters().addDifference(y, x, form, masks, linear.changes());
      return y;
    }
  }

  /** dx; gradients of the methods' parameters are added to them. */
  PtNDArray back(NDManager to, PtNDArray dy, PtNDArray x, PtNDArray[] masks, boolean needsInput) {
    try (PtNDManager scratch = ops.torch().scope()) {
      PtNDArray base = base(scratch);
      PtNDArray form = form(scratch);
      PtNDArray gradient = zeros(scratch);
      PtNDArray dx;
      if (apart) {
        dx = product(to, dy, dy, linear.weight(), NONE, needsInput);
        PtNDArray[] wanted = needsInput ? new PtNDArray[] {dx} : NONE;
        ops.adapters().differenceBack(wanted, dy, x, form, gradient, masks, linear.changes());
      } else {
        PtNDArray[] gradients = {gradient};
        dx = product(to, dy, x, new PtNDArray[] {form}, gradients, needsInput);
      }
      linear.changes().pullBack(ops, base, gradient);
      return dx;
    }
  }

  private PtNDArray zeros(NDManager to) {
    return ops.zeros(to, linear.rows(), linear.columns());
  }

  /** W' in float, or W' − W in the compute type where they are kept apart. */
  private PtNDArray form(NDManager to) {
    try (PtNDManager scratch = ops.torch().scope()) {
      PtNDArray base = base(scratch);
      if (!apart) {
        return linear.changes().apply(ops, to, base);
      }
      PtNDArray from = linear.changes().additive() ? zeros(scratch) : base;
      PtNDArray changed = linear.changes().apply(ops, scratch, from);
      return ops.adapters().difference(to, changed, from, type);
    }
  }

  private PtNDArray product(NDManager to, PtNDArray x, PtNDArray[] weight, PtNDArray[] bias) {
    return ops.torch().one(to, "linear_f", x, weight, bias, NONE, NO_CUTS, linear.rows(), 0.0);
  }

  private PtNDArray product(
      NDManager to,
      PtNDArray dy,
      PtNDArray x,
      PtNDArray[] weight,
      PtNDArray[] gradients,
      boolean needsInput) {
    return ops.torch()
        .one(
            to,
            "linear_b",
            dy,
            x,
            NONE,
            weight,
            NONE,
            NO_CUTS,
            gradients,
            linear.rows(),
            0.0,
            needsInput);
  }

  /** The matrix with everything that is on it, in the compute type. */
  PtNDArray merged(NDManager to) {
    try (PtNDManager scratch = ops.torch().scope()) {
      PtNDArray all = linear.changes().apply(ops, scratch, base(scratch));
      if (linear.lowRank().isPresent()) {
        all = ops.adapters().withLowRank(scratch, all, linear.lowRank().get());
      }
      return ops.cast(to, all, type);
    }
  }

  /** W in float. */
  PtNDArray base(NDManager to) {
    if (type == DType.FP32) {
      return ops.linears().dense(to, linear, type);
    }
    try (PtNDArray narrow = ops.linears().dense(to, linear, type)) {
      return ops.cast(to, narrow, DType.FP32);
    }
  }
}
