package org.sluice.engine.tensor;

import ai.djl.pytorch.engine.PtNDArray;

/** A value on a tape, and its gradient once the tape runs backward. */
public final class Var {
  PtNDArray value;
  PtNDArray gradient;
  final boolean needsGradient;

  /** Made outside any block: several blocks may use it, so its gradient outlives them. */
  final boolean shared;

  Var(PtNDArray value, boolean needsGradient, boolean shared) {
    this.value = value;
    this.needsGradient = needsGradient;
    this.shared = shared;
  }

  /** The value; it lives as long as its tape unless attached elsewhere. */
  public PtNDArray value() {
    return value;
  }

  /** First dimension: positions. */
  public long rows() {
    return value.getShape().get(0);
  }

  /** Second dimension: channels. */
  public long columns() {
    return value.getShape().get(1);
  }
}
