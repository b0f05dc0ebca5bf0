package org.sluice.jobs.train;

import java.util.Locale;
import java.util.Map;
import java.util.OptionalLong;
import java.util.SortedMap;
import org.sluice.engine.adapter.MethodSize;
import org.sluice.engine.file.ModelConfig;
import org.sluice.engine.model.Task;
import org.sluice.jobs.ModelOptions;
import org.sluice.jobs.ModelOptions.Precision;
import org.sluice.jobs.ModelOptions.QuantizationType;

/**
 * The memory that training needs, computed from the shapes of the model's tensors: what is held all
 * the time, to the byte, and what a micro-batch adds at most.
 *
 * @param parameters of the model and the method
 * @param trainable of these
 * @param weights bytes of what is not trained
 * @param training bytes of what is: float values, a copy in the type of products, gradient and two
 *     moments
 * @param batch bytes of what a micro-batch leaves for its way back: inputs and outputs of every
 *     linear layer at every token, and one unpacked matrix
 */
public record MemoryNeed(long parameters, long trainable, long weights, long training, long batch) {
  private static final int FLOAT = 4;
  private static final int WEIGHTS_A_SCALE = 64;

  /** Bytes of one scale of double quantisation: a code, and its share of a block of 256 floats. */
  private static final double NESTED_SCALE = 1 + FLOAT / 256.0;

  /**
   * The need of a run.
   *
   * @param shapes by the names of the model's file
   * @param longest tokens of the longest row
   */
  public static MemoryNeed of(
      ModelConfig config, SortedMap<String, long[]> shapes, TrainOptions options, int longest) {
    boolean full = options.method() == TrainOptions.Method.FULL;
    long own = shapes.values().stream().mapToLong(MethodSize::elements).sum();
    OptionalLong size = full ? OptionalLong.of(own) : sizeOf(config, shapes, options);
    long trainable = size.orElse(0);
    boolean inside = options.method().tunesWeights();
    double weights = full ? 0 : weights(shapes, options.model());
    int product = bytes(options.model());
    if (inside && !full) {
      weights -= (double) trainable * product; // they stand in the place of frozen ones
    }
    int copy = product < FLOAT ? product : 0;
    long tokens = (long) options.perDeviceBatchSize() * longest;
    return new MemoryNeed(
        inside ? own : own + trainable,
        trainable,
        Math.round(weights),
        trainable * (4 * FLOAT + copy),
        tokens * perToken(shapes) * product + unpacked(shapes, options.model()));
  }

  private static OptionalLong sizeOf(
      ModelConfig config, SortedMap<String, long[]> shapes, TrainOptions options) {
    Task task = Task.usual(config);
    int steps = Math.max(1, options.steps());
    return new MethodSize(config, shapes).of(PeftMethod.of(options, task, steps));
  }

  /** All of it. */
  public long bytes() {
    return weights + training + batch;
  }

  /** The line that PEFT's print_trainable_parameters prints. */
  public String described() {
    return String.format(
        Locale.ROOT,
        "trainable params: %,d || all params: %,d || trainable%%: %.4f",
        trainable,
        parameters,
        100.0 * trainable / parameters);
  }

  private static int bytes(ModelOptions model) {
    return model.dtype() == Precision.BF16 ? 2 : FLOAT;
  }

  private static double weights(SortedMap<String, long[]> shapes, ModelOptions model) {
    double sum = 0;
    for (Map.Entry<String, long[]> tensor : shapes.entrySet()) {
      long[] shape = tensor.getValue();
      sum += MethodSize.elements(shape) * bytes(tensor.getKey(), shape, model);
    }
    return sum;
  }

  /** Bytes of an element of a frozen tensor: norms and biases stay in float. */
  private static double bytes(String name, long[] shape, ModelOptions model) {
    if (shape.length == 1) {
      return FLOAT;
    }
    boolean packed =
        model.quantization().type() == QuantizationType.NF4 && MethodSize.isLinear(name, shape);
    if (!packed) {
      return bytes(model);
    }
    double scale = model.quantization().doubleQuant() ? NESTED_SCALE : FLOAT;
    return 0.5 + scale / WEIGHTS_A_SCALE;
  }

  private static long perToken(SortedMap<String, long[]> shapes) {
    return shapes.entrySet().stream()
        .filter(tensor -> MethodSize.isLinear(tensor.getKey(), tensor.getValue()))
        .mapToLong(tensor -> tensor.getValue()[0] + tensor.getValue()[1])
        .sum();
  }

  private static long unpacked(SortedMap<String, long[]> shapes, ModelOptions model) {
    if (model.quantization().type() == QuantizationType.NONE) {
      return 0;
    }
    return bytes(model)
        * shapes.entrySet().stream()
            .filter(tensor -> MethodSize.isLinear(tensor.getKey(), tensor.getValue()))
            .mapToLong(tensor -> MethodSize.elements(tensor.getValue()))
            .max()
            .orElse(0);
  }
}
