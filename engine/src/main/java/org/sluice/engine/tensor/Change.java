package org.sluice.engine.tensor;

import ai.djl.pytorch.engine.PtNDArray;
import java.util.List;
import java.util.stream.Stream;

/**
 * What a fine-tuning method makes of one weight: W' = f(W, parameters).
 *
 * @param formula f, by its name in adapters.py
 * @param parameters what is trained, in the formula's order
 * @param constants tensors behind them
 * @param numbers n of the formula, behind the count of parameters
 * @param dropout probability that an input of the difference W' − W is dropped in training; for
 *     matrices of linear layers
 */
public record Change(
    String formula,
    List<Parameter> parameters,
    List<PtNDArray> constants,
    List<Double> numbers,
    double dropout) {
  public Change {
    parameters = List.copyOf(parameters);
    constants = List.copyOf(constants);
    numbers = List.copyOf(numbers);
    parameters.forEach(Parameter::mayBeIdle);
  }

  /** A change without constants and dropout. */
  public static Change of(String formula, List<Parameter> parameters, Double... numbers) {
    return new Change(formula, parameters, List.of(), List.of(numbers), 0);
  }

  /**
   * Whether f(W, parameters) − W depends on the parameters alone and is not to be rounded as W is:
   * what AdaLoRA adds is small beside W.
   */
  boolean additive() {
    return formula.equals("adalora");
  }

  PtNDArray[] tensors() {
    return Stream.concat(parameters.stream().map(Parameter::master), constants.stream())
        .toArray(PtNDArray[]::new);
  }

  float[] settings() {
    float[] all = new float[numbers.size() + 1];
    all[0] = parameters.size();
    for (int i = 0; i < numbers.size(); i++) {
      all[i + 1] = numbers.get(i).floatValue();
    }
    return all;
  }
}
