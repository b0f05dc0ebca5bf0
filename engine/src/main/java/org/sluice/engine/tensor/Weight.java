package org.sluice.engine.tensor;

import ai.djl.pytorch.engine.PtNDArray;
import java.util.Optional;

/** A vector or matrix that an op uses as it is: a norm's gain, an embedding, a head. */
public final class Weight {
  private final String name;
  private final PtNDArray value;
  private final Optional<Parameter> parameter;

  private Weight(String name, PtNDArray value, Optional<Parameter> parameter) {
    this.name = name;
    this.value = value;
    this.parameter = parameter;
  }

  static Weight frozen(String name, PtNDArray value) {
    return new Weight(name, value, Optional.empty());
  }

  static Weight trained(String name, Parameter parameter) {
    return new Weight(name, parameter.compute(), Optional.of(parameter));
  }

  /** The same tensor in another place of the model: an output layer that is the embedding. */
  public Weight tied(String other) {
    return new Weight(other, value, parameter);
  }

  /** The tensor's name in memory, as transformers has it: model.norm.weight. */
  public String name() {
    return name;
  }

  public PtNDArray value() {
    return value;
  }

  Optional<Parameter> parameter() {
    return parameter;
  }

  boolean trains() {
    return parameter.isPresent();
  }

  /** Empty for a frozen weight, else its one gradient. */
  PtNDArray[] gradients() {
    return parameter.map(p -> new PtNDArray[] {p.gradient()}).orElseGet(() -> new PtNDArray[0]);
  }
}
