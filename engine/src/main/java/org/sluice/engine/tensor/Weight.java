package org.sluice.engine.tensor;

import ai.djl.pytorch.engine.PtNDArray;
import java.util.Optional;

/**
 * A vector or matrix that an op uses as it is: a norm's gain, an embedding, a bias, a head. A
 * method may train it in place, or make something else of it for as long as the method is on.
 */
public final class Weight {
  private static final PtNDArray[] NONE = {};

  private final String name;
  private final PtNDArray base;
  private final PtNDArray[] passing;
  private final Changes changes = new Changes();
  private Optional<Parameter> parameter;
  private Optional<PtNDArray> merged = Optional.empty();

  private Weight(String name, PtNDArray base, Optional<Parameter> parameter, PtNDArray[] passing) {
    this.name = name;
    this.base = base;
    this.parameter = parameter;
    this.passing = passing;
  }

  static Weight frozen(String name, PtNDArray value) {
    return new Weight(name, value, Optional.empty(), NONE);
  }

  static Weight trained(String name, Parameter parameter) {
    return new Weight(name, parameter.compute(), Optional.of(parameter), NONE);
  }

  /**
   * What changes made of a weight: lives for one pass.
   *
   * @param gradient none, or where its gradient is gathered for them, float
   */
  static Weight passing(String name, PtNDArray value, PtNDArray[] gradient) {
    return new Weight(name, value, Optional.empty(), gradient);
  }

  /** The same tensor in another place of the model: an output layer that is the embedding. */
  public Weight tied(String other) {
    return new Weight(other, base, parameter, NONE);
  }

  /** The tensor's name in memory, as transformers has it: model.norm.weight. */
  public String name() {
    return name;
  }

  public PtNDArray value() {
    return merged.or(() -> parameter.map(Parameter::compute)).orElse(base);
  }

  /** The type of its elements. */
  public DType type() {
    return DType.of(base);
  }

  /** The tensor as it was loaded. */
  PtNDArray base() {
    return base;
  }

  /** Whether it is the same tensor as another weight, in another place of the model. */
  @SuppressWarnings("ReferenceEquality") // the same tensor, not one of equal values
  public boolean isTiedTo(Weight other) {
    return base == other.base;
  }

  /** Puts what methods make of it in its place. */
  public void merge(Ops ops) {
    if (changed()) {
      try (PtNDArray all = changes.apply(ops, ops.torch().manager(), value())) {
        merged = Optional.of(ops.castLike(ops.torch().manager(), all, base));
      }
    }
  }

  /** Takes it out again. */
  public void unmerge() {
    merged.ifPresent(PtNDArray::close);
    merged = Optional.empty();
  }

  public long[] shape() {
    return base.getShape().getShape();
  }

  /** Trains a copy in place of the base's values, until {@link #freeze}. */
  public void thaw(Parameter copy) {
    parameter = Optional.of(copy);
  }

  /** Goes back to the base's values. */
  public void freeze() {
    parameter = Optional.empty();
  }

  /** What methods make of it. */
  public Changes changes() {
    return changes;
  }

  boolean changed() {
    return merged.isEmpty() && !changes.isEmpty();
  }

  Optional<Parameter> parameter() {
    return parameter;
  }

  boolean trains() {
    return gradients().length > 0;
  }

  /** Empty for a frozen weight, else its one gradient. */
  PtNDArray[] gradients() {
    return parameter.map(p -> new PtNDArray[] {p.gradient()}).orElse(passing);
  }
}
