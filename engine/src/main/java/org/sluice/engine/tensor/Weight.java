package org.sluice.engine.tensor;

import ai.djl.pytorch.engine.PtNDArray;
import java.util.Optional;

/** A vector or matrix that an op uses as it is: a norm's gain, an embedding, a head. */
public final class Weight {
  private final PtNDArray value;
  private final Optional<Parameter> parameter;

  private Weight(PtNDArray value, Optional<Parameter> parameter) {
    this.value = value;
    this.parameter = parameter;
  }

  static Weight frozen(PtNDArray value) {
    return new Weight(value, Optional.empty());
  }

  static Weight trained(Parameter parameter) {
    return new Weight(parameter.compute(), Optional.of(parameter));
  }

  public PtNDArray value() {
    return value;
  }

  boolean trains() {
    return parameter.isPresent();
  }

  /** Empty for a frozen weight, else its one gradient. */
  PtNDArray[] gradients() {
    return parameter.map(p -> new PtNDArray[] {p.gradient()}).orElseGet(() -> new PtNDArray[0]);
  }
}
