package org.sluice.engine.train;

import ai.djl.pytorch.engine.PtNDArray;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.sluice.engine.model.Model;
import org.sluice.engine.tensor.Parameter;

/** The optimiser's state and its step, over a model's parameters. */
final class AdamW {
  private final Model model;
  private final TrainOptions options;
  private final Map<Double, int[]> groups;
  private final List<Parameter> parameters;
  private final PtNDArray[] masters;
  private final PtNDArray[] gradients;
  private final PtNDArray[] first;
  private final PtNDArray[] second;

  /** Steps done, one tensor a parameter: what the fused op wants. */
  private final PtNDArray[] steps;

  AdamW(Model model, TrainOptions options) {
    this.model = model;
    this.options = options;
    parameters = model.parameters();
    groups = groups(parameters, options);
    masters = parameters.stream().map(Parameter::master).toArray(PtNDArray[]::new);
    gradients = parameters.stream().map(Parameter::gradient).toArray(PtNDArray[]::new);
    first = parameters.stream().map(Parameter::zeros).toArray(PtNDArray[]::new);
    second = parameters.stream().map(Parameter::zeros).toArray(PtNDArray[]::new);
    steps =
        parameters.stream()
            .map(p -> (PtNDArray) model.torch().manager().create(0f))
            .toArray(PtNDArray[]::new);
  }

  /** Numbers of the parameters by what their rate is multiplied with. */
  private static Map<Double, int[]> groups(List<Parameter> parameters, TrainOptions options) {
    Map<Double, List<Integer>> groups = new TreeMap<>();
    for (int i = 0; i < parameters.size(); i++) {
      String name = parameters.get(i).parts().get(0).name();
      double factor = name.contains("lora_B") ? options.loraPlusRatio() : 1;
      groups.computeIfAbsent(factor, f -> new ArrayList<>()).add(i);
    }
    Map<Double, int[]> numbers = new TreeMap<>();
    groups.forEach((f, list) -> numbers.put(f, list.stream().mapToInt(i -> i).toArray()));
    return numbers;
  }

  private static PtNDArray[] some(PtNDArray[] all, int[] members) {
    return Arrays.stream(members).mapToObj(i -> all[i]).toArray(PtNDArray[]::new);
  }

  List<Parameter> parameters() {
    return parameters;
  }

  PtNDArray[] gradients() {
    return gradients;
  }

  PtNDArray first(int parameter) {
    return first[parameter];
  }

  PtNDArray second(int parameter) {
    return second[parameter];
  }

  /** Sets the number of steps done, after a restore. */
  void stepsDone(int done) {
    model.ops().optimiser().zero(steps);
    model.ops().optimiser().count(steps, done);
  }

  /**
   * Divides the gradients by the count, clips them and takes a step.
   *
   * @param count by which the summed gradients are divided
   * @param limit of the gradient's norm; 0 never clips
   * @param reached of each parameter, whether it has had a gradient; torch leaves others alone
   * @param behind runs when parameters have moved and the gradients are still there
   * @return the norm of the divided gradient before clipping
   */
  double step(
      double count, double limit, double rate, double decay, boolean[] reached, Runnable behind) {
    double norm = model.ops().optimiser().norm(gradients) / count;
    // torch's clip_grad_norm_: the norm plus 1e-6, never a factor above 1
    double clip = limit > 0 ? Math.min(1, limit / (norm + 1e-6)) : 1;
    model.ops().optimiser().scale(gradients, clip / count);
    groups.forEach(
        (factor, all) -> {
          int[] members = Arrays.stream(all).filter(i -> reached[i]).toArray();
          if (members.length == 0) {
            return;
          }
          PtNDArray[][] state = {some(first, members), some(second, members), some(steps, members)};
          model
              .ops()
              .optimiser()
              .adamW(
                  some(masters, members),
                  some(gradients, members),
                  state,
                  factor * rate,
                  decay,
                  options.epsilon());
        });
    behind.run();
    model.ops().optimiser().zero(gradients);
    model.refresh();
    return norm;
  }

  void close() {
    for (PtNDArray[] list : List.of(first, second, steps)) {
      for (PtNDArray array : list) {
        array.close();
      }
    }
  }
}
