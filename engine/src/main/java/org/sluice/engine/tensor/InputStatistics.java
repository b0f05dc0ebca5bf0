package org.sluice.engine.tensor;

import ai.djl.ndarray.types.Shape;
import ai.djl.pytorch.engine.PtNDArray;
import ai.djl.pytorch.engine.PtNDManager;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;
import org.sluice.engine.tensor.Factoring.Factors;
import org.sluice.engine.tensor.Factoring.Matrix;

/** Sums over sample data that starts of LoRA's factors are computed of; see starts.py. */
public final class InputStatistics implements AutoCloseable {
  private final Ops ops;
  private final PtNDManager scope;
  private final Map<Linear, PtNDArray> sums = new HashMap<>();

  public InputStatistics(Ops ops) {
    this.ops = ops;
    scope = ops.torch().scope();
  }

  private PtNDArray sum(Linear linear, long rows) {
    return sums.computeIfAbsent(linear, l -> ops.zeros(scope, rows, l.columns()));
  }

  /**
   * Adds xᵀ x, x over its largest value.
   *
   * @param x one sample's inputs of the layer, [n, in]
   */
  public void addCovariance(Linear linear, PtNDArray x) {
    ops.adapters().call(scope, "add_covariance", sum(linear, linear.columns()), x);
  }

  /**
   * CorDA's start (Yang et al. 2024): W C = U S V for the mean C of the covariances, A = sqrt(S /
   * s) V C⁻¹, B = U sqrt(S / s).
   *
   * @param last whether the smallest singular values are taken (kpm), or the largest (ipm)
   * @param scale s, what the product of the factors is multiplied with
   */
  public Factors corda(
      Linear linear, Matrix weight, int samples, int rank, boolean last, double scale) {
    try (PtNDManager scratch = ops.torch().scope()) {
      PtNDArray w = tensor(scratch, weight);
      PtNDArray sum = sum(linear, linear.columns());
      PtNDArray[] ab =
          ops.adapters().call(scratch, "covariance_factors", w, sum, samples, rank, last, scale);
      return new Factors(ab[0].toFloatArray(), ab[1].toFloatArray());
    }
  }

  private static PtNDArray tensor(PtNDManager to, Matrix w) {
    return (PtNDArray) to.create(w.values(), new Shape(w.rows(), w.columns()));
  }

  /** Adds a layer's gradient over the targets that it is a sum of, and sets it to zero. */
  public void takeGradient(Linear linear, Parameter own, long targets) {
    PtNDArray[] gradient = {own.gradient()};
    if (targets > 0) {
      ops.optimiser().scale(gradient, 1.0 / targets);
      ops.addTo(new PtNDArray[] {sum(linear, linear.rows())}, gradient[0]);
    }
    ops.optimiser().zero(gradient);
  }

  /**
   * Factors out of a gradient's singular vectors.
   *
   * @param a right vectors [r, in]
   * @param b left vectors times their values [out, r]
   * @param values those values
   */
  public record Triplets(float[] a, float[] b, float[] values) {}

  /**
   * LoRA-GA's start (Wang et al. 2024): of the mean gradient's first 2 r singular triplets.
   *
   * @param right numbers of the triplets whose right vectors A is made of
   * @param left of those whose left vectors B is made of
   * @param batches that were added
   */
  public Triplets gradientFactors(
      Linear linear, Linear.Part part, int rank, long[] right, long[] left, int batches, int key) {
    try (PtNDManager scratch = ops.torch().scope()) {
      PtNDArray all = sum(linear, linear.rows());
      PtNDArray own = ops.adapters().rows(scratch, all, part.firstRow(), part.rows());
      PtNDArray[] found =
          ops.adapters().call(scratch, "gradient_factors", own, batches, rank, right, left, key);
      return new Triplets(
          found[0].toFloatArray(), found[1].toFloatArray(), found[2].toFloatArray());
    }
  }

  /** EVA's components of one layer's inputs so far; see {@link #next}. */
  public static final class Components {
    private PtNDArray[] state = {};

    /** Whether there are any yet. */
    public boolean isAny() {
      return state.length > 0;
    }

    /** The first of them, [count, in], each over the root of its singular value if so wished. */
    public float[] first(int count, boolean whitened) {
      int columns = (int) state[0].getShape().get(1);
      double[] values = state[0].toDoubleArray();
      double[] singular = state[1].toDoubleArray();
      float[] first = new float[count * columns];
      for (int i = 0; i < first.length; i++) {
        double by = whitened ? Math.sqrt(singular[i / columns]) : 1;
        first[i] = (float) (values[i] / by);
      }
      return first;
    }

    /** Each component's share of the inputs' variance. */
    public double[] shares() {
      return state[5].toDoubleArray();
    }
  }

  /**
   * Takes more inputs in: incremental principal components (Ross et al. 2008).
   *
   * @param x inputs, [n, in] with n of at least {@code count}
   * @param places the rows of x that count
   * @return how like each component is to what it was, as cosines; none at the first time
   */
  public float[] next(Components of, PtNDArray x, long[] places, int count, int key) {
    try (PtNDManager scratch = ops.torch().scope()) {
      PtNDArray rows = ops.pick(scratch, x, (PtNDArray) scratch.create(places));
      PtNDArray[] before = of.state;
      of.state = ops.adapters().call(scope, "components", before, rows, count, key);
      if (before.length == 0) {
        return new float[0];
      }
      float[] alike =
          ops.adapters().call(scratch, "alike", of.state[0], before[0])[0].toFloatArray();
      Arrays.stream(before).forEach(PtNDArray::close);
      return alike;
    }
  }

  @Override
  public void close() {
    scope.close();
  }
}
