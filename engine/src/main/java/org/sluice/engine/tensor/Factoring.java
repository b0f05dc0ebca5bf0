package org.sluice.engine.tensor;

import ai.djl.ndarray.types.Shape;
import ai.djl.pytorch.engine.PtNDArray;
import ai.djl.pytorch.engine.PtNDManager;
import java.util.Arrays;
import org.sluice.engine.quantization.BlockCode;

/** Factorings of matrices that methods start from, and what else they compute once. */
public final class Factoring implements AutoCloseable {
  /** A matrix, row-major. */
  public record Matrix(float[] values, int rows, int columns) {}

  /** B A of rank r: a [r, columns], b [rows, r]. */
  public record Factors(float[] a, float[] b) {}

  /** A matrix as quantisation left it, and what it lost as B A. */
  public record Quantised(float[] base, Factors factors) {}

  private final Ops ops;
  private final PtNDManager scope;

  public Factoring(Ops ops) {
    this.ops = ops;
    scope = ops.torch().scope();
  }

  private PtNDArray tensor(Matrix w) {
    return (PtNDArray) scope.create(w.values(), new Shape(w.rows(), w.columns()));
  }

  private static Factors factors(PtNDArray[] ab) {
    return new Factors(ab[0].toFloatArray(), ab[1].toFloatArray());
  }

  /**
   * PiSSA's start (Meng et al. 2024): W = V S Uᵀ, A = sqrt(S_r / s) U_rᵀ, B = V_r sqrt(S_r / s).
   *
   * @param scale s, what the product of the factors is multiplied with
   */
  public Factors pissa(Matrix w, int rank, double scale) {
    return factors(ops.adapters().call(scope, "top_singular", tensor(w), rank, scale));
  }

  /** OLoRA's start (Büyükakyüz 2024): W = Q R, B the first r columns of Q, A the rows of R. */
  public Factors olora(Matrix w, int rank) {
    return factors(ops.adapters().call(scope, "top_orthogonal", tensor(w), rank));
  }

  /** MiCA's start (arXiv 2604.01694): B, the left vectors of the smallest singular values. */
  public float[] mica(Matrix w, int rank) {
    return ops.adapters().call(scope, "last_singular", tensor(w), rank)[0].toFloatArray();
  }

  /** The largest singular value, by {@code rank} random directions. */
  public double largestSingular(Matrix w, int rank, int key) {
    return ops.adapters()
        .call(scope, "largest_singular", tensor(w), rank, key)[0]
        .toFloatArray()[0];
  }

  /**
   * LoftQ's start (Li et al. 2023): rounds W − B A to NF4 (blocks of 64, plain maxima), then takes
   * the best B A for what W lost, in turns.
   */
  public Quantised loftq(Matrix w, int rank, int turns) {
    float[] rest = w.values().clone();
    Factors best = new Factors(new float[0], new float[0]);
    float[] rounded = rest;
    for (int turn = 0; turn < turns; turn++) {
      BlockCode.Blocks blocks = BlockCode.NF4.quantise(rest, BlockCode.BLOCK);
      rounded = BlockCode.NF4.dequantise(blocks.codes(), blocks.maxima(), BlockCode.BLOCK);
      float[] lost = new float[rest.length];
      for (int i = 0; i < lost.length; i++) {
        lost[i] = w.values()[i] - rounded[i];
      }
      Matrix residual = new Matrix(lost, w.rows(), w.columns());
      PtNDArray[] ab = ops.adapters().call(scope, "top_singular", tensor(residual), rank, 1.0);
      best = factors(ab);
      float[] product = ops.adapters().call(scope, "product", ab[1], ab[0])[0].toFloatArray();
      for (int i = 0; i < rest.length; i++) {
        rest[i] = w.values()[i] - product[i];
      }
    }
    return new Quantised(Arrays.copyOf(rounded, rounded.length), best);
  }

  /**
   * VeRA's projections: A [r, in] and B [out, r], uniform within sqrt(3) sqrt(2 / fan_in), drawn
   * one after the other by torch's generator on the CPU.
   */
  public PtNDArray[] randomProjections(long key, int r, int in, int out) {
    PtNDManager home = ops.torch().manager();
    return ops.adapters().call(home, "random_projections", ops.zeros(scope, 1), key, r, in, out);
  }

  /**
   * |P Pᵀ − I|, or |Pᵀ P − I| by columns; where {@code factor} is not 0 adds that times its
   * gradient to the parameter's.
   *
   * @param part the rows of the parameter that are P
   */
  public double orthogonality(Parameter p, Parameter.Part part, boolean columns, double factor) {
    long width = part.shape()[1];
    long first = part.first() / width;
    PtNDArray norm =
        ops.adapters()
            .call(
                scope,
                "orthogonality",
                p.master(),
                p.gradient(),
                first,
                part.shape()[0],
                columns,
                factor)[0];
    return norm.toFloatArray()[0];
  }

  @Override
  public void close() {
    scope.close();
  }
}
