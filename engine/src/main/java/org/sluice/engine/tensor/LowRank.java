package org.sluice.engine.tensor;

import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import ai.djl.pytorch.engine.PtNDArray;
import java.util.Optional;
import org.sluice.base.Check;

/**
 * What LoRA adds to a linear layer: y += scale · B A x for k of the matrices stacked in it.
 *
 * <p>The k factors A lie stacked in one parameter [k·r, in], the k factors B in another [Σ out, r].
 * For products the B factors stand on the diagonal of one matrix [rows, k·r], so that q, k and v
 * cost two products and not six.
 *
 * <p>With gains E [k·r, 1] it adds scale · B (E * A) x (AdaLoRA), E * A standing in A's place.
 */
public final class LowRank implements AutoCloseable {
  private final Ops ops;
  private final Parameter a;
  private final Parameter b;
  private final long[] cuts;
  private final double scale;
  private final double dropout;
  private final PtNDArray spread;
  private final Optional<Gains> gains;

  /**
   * E, and what stands for A.
   *
   * @param scaled E * A in the compute type
   * @param gradient of E * A, f
   */
  private record Gains(Parameter e, PtNDArray scaled, PtNDArray gradient) {}

  /**
   * @param a factors A [k·r, in]
   * @param b factors B [Σ out, r]
   * @param cuts for each target its first row in the layer and its rows: 2 k numbers
   * @param e gains of the rows of A
   * @param scaling factor and dropout
   */
  LowRank(
      Ops ops,
      Parameter a,
      Parameter b,
      Optional<Parameter> e,
      long[] cuts,
      int rows,
      DType type,
      Scaling scaling) {
    Check.that(cuts.length >= 2, "a low-rank addition needs a target");
    this.ops = ops;
    this.a = a;
    this.b = b;
    this.cuts = cuts.clone();
    scale = scaling.scale();
    dropout = scaling.dropout();
    Shape shape = new Shape(rows, a.master().getShape().get(0));
    try (PtNDArray zeros = (PtNDArray) ops.torch().manager().zeros(shape, DataType.FLOAT32)) {
      spread = ops.cast(ops.torch().manager(), zeros, type);
    }
    gains =
        e.map(
            gain -> new Gains(gain, ops.cast(ops.torch().manager(), a.master(), type), a.zeros()));
    refresh();
  }

  /**
   * @param scale factor on B A x
   * @param dropout probability that an input element is dropped in training
   */
  public record Scaling(double scale, double dropout) {}

  /** Brings the matrix that products use up to date with B. */
  void refresh() {
    ops.linears().spread(spread, b.master(), cuts);
    gains.ifPresent(g -> ops.linears().gain(g.scaled, a.master(), g.e.master()));
  }

  /** Hands the gradient of E * A on to E and A. */
  void pullGains() {
    gains.ifPresent(
        g ->
            ops.linears()
                .gainBack(g.gradient, a.master(), g.e.master(), a.gradient(), g.e.gradient()));
  }

  public Parameter a() {
    return a;
  }

  public Parameter b() {
    return b;
  }

  /** Gains of the rows of A. */
  public Optional<Parameter> e() {
    return gains.map(Gains::e);
  }

  public double scale() {
    return scale;
  }

  double dropout() {
    return dropout;
  }

  int targets() {
    return cuts.length / 2;
  }

  long[] cuts() {
    return cuts;
  }

  /** A and the spread B, in the compute type. */
  PtNDArray[] factors() {
    return new PtNDArray[] {gains.map(Gains::scaled).orElseGet(a::compute), spread};
  }

  PtNDArray[] gradients() {
    return new PtNDArray[] {gains.map(Gains::gradient).orElseGet(a::gradient), b.gradient()};
  }

  @Override
  public void close() {
    a.close();
    b.close();
    spread.close();
    gains.ifPresent(
        g -> {
          g.e.close();
          g.scaled.close();
          g.gradient.close();
        });
  }
}
