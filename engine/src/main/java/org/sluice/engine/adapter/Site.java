package org.sluice.engine.adapter;

import java.util.Optional;
import org.sluice.engine.tensor.Linear;
import org.sluice.engine.tensor.Weight;

/**
 * A module that a method may go on: one matrix of a linear layer, an embedding, or a vector of a
 * norm.
 *
 * @param module its name in memory, as transformers has it: model.layers.0.self_attn.q_proj
 * @param rows of its weight: outputs; tokens of an embedding; width of a norm
 * @param columns inputs; width of an embedding; 1 of a norm
 */
record Site(
    String module,
    int rows,
    int columns,
    Optional<Linear> linear,
    Optional<Linear.Part> part,
    Optional<Weight> weight) {
  static Site of(Linear linear, Linear.Part part) {
    return new Site(
        part.name(),
        part.rows(),
        linear.columns(),
        Optional.of(linear),
        Optional.of(part),
        Optional.empty());
  }

  static Site of(Weight weight) {
    String name = weight.name();
    String module = name.contains(".") ? name.substring(0, name.lastIndexOf('.')) : name;
    long[] shape = weight.shape();
    int columns = 1;
    for (int i = 1; i < shape.length; i++) {
      columns = Math.toIntExact(columns * shape[i]);
    }
    return new Site(
        module, (int) shape[0], columns, Optional.empty(), Optional.empty(), Optional.of(weight));
  }

  boolean isLinear() {
    return linear.isPresent();
  }

  /** One expert of a mixture: its weight is a slice of a larger tensor. */
  boolean isExpert() {
    return isLinear() && module.contains("#");
  }

  boolean isEmbedding() {
    return weight.isPresent() && weight.get().shape().length == 2;
  }
}
