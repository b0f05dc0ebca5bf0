package org.sluice.engine.adapter;

import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.SortedMap;
import java.util.TreeMap;
import org.sluice.engine.file.ModelConfig;

/**
 * How many elements a method trains on a model of which only config.json and the shapes of its
 * tensors are known.
 */
public final class MethodSize {
  private static final String WEIGHT = ".weight";

  private final ModelConfig config;
  private final SortedMap<String, long[]> shapes;

  /**
   * @param shapes by the names of the model's file
   */
  public MethodSize(ModelConfig config, SortedMap<String, long[]> shapes) {
    this.config = config;
    this.shapes = new TreeMap<>(shapes);
  }

  /** Elements that the method trains; empty for methods whose size is not foretold here. */
  public OptionalLong of(Method method) {
    PeftSettings fitted = method.fitted(config);
    PeftSettings settings =
        PeftSettings.of(Map.of(), UsualTargets.filled(method, fitted, config.modelType()));
    return switch (method.peftType()) {
      case "LORA" -> OptionalLong.of(lora(settings));
      case "IA3" -> OptionalLong.of(ia3(settings));
      case "PROMPT_TUNING" -> OptionalLong.of(stored(settings) * dimension(settings));
      case "P_TUNING" -> pTuning(settings);
      case "PREFIX_TUNING" -> prefix(settings);
      case "FREEZE" -> OptionalLong.of(freeze(settings));
      case "BOTTLENECK" -> OptionalLong.of(((Bottleneck) method).size(config));
      default -> OptionalLong.empty();
    };
  }

  /** r (in + out) a matrix (Hu et al. 2021); DoRA has a magnitude a row besides. */
  private long lora(PeftSettings settings) {
    long r = settings.integer("r", 1);
    long sum = 0;
    for (long[] shape : targets(settings).values()) {
      sum += r * (shape[0] + shape[1]) + (settings.flag("use_dora") ? shape[0] : 0);
    }
    return sum;
  }

  /** A factor an output, of feed-forward layers an input (Liu et al. 2022). */
  private long ia3(PeftSettings settings) {
    List<String> inner = settings.names("feedforward_modules");
    long sum = 0;
    for (Map.Entry<String, long[]> target : targets(settings).entrySet()) {
      boolean inputs = inner.stream().anyMatch(name -> Selection.named(target.getKey(), name));
      sum += target.getValue()[inputs ? 1 : 0];
    }
    return sum;
  }

  private static long dimension(PeftSettings settings) {
    return settings.integer("token_dim", 1);
  }

  private static long stored(PeftSettings settings) {
    return (long) settings.integer("num_virtual_tokens", 1)
        * settings.integer("num_transformer_submodules", 1);
  }

  /** Embeddings, and three layers with biases behind them. */
  private static OptionalLong pTuning(PeftSettings settings) {
    if (!"MLP".equals(settings.text("encoder_reparameterization_type").orElse("MLP"))) {
      return OptionalLong.empty();
    }
    long width = dimension(settings);
    long hidden = settings.integer("encoder_hidden_size", 1);
    long layers = hidden * (width + 1) + hidden * (hidden + 1) + width * (hidden + 1);
    return OptionalLong.of(stored(settings) * width + layers);
  }

  /** Keys and values of every layer. */
  private static OptionalLong prefix(PeftSettings settings) {
    if (settings.flag("prefix_projection")) {
      return OptionalLong.empty();
    }
    long tokens = settings.integer("num_virtual_tokens", 1);
    return OptionalLong.of(tokens * settings.integer("num_layers", 1) * 2 * dimension(settings));
  }

  /** Everything in the last layers. */
  private long freeze(PeftSettings settings) {
    int count = (int) settings.number("freeze_trainable_layers");
    int layers = config.numHiddenLayers();
    long sum = 0;
    for (Map.Entry<String, long[]> tensor : shapes.entrySet()) {
      String number = tensor.getKey().replaceFirst("^\\D*\\.(\\d+)\\..*$", "$1");
      if (number.matches("\\d+")) {
        int layer = Integer.parseInt(number);
        boolean trained = count > 0 ? layer >= layers - count : layer < -count;
        sum += trained ? elements(tensor.getValue()) : 0;
      }
    }
    return sum;
  }

  /** The matrices that target_modules means, by module. */
  private SortedMap<String, long[]> targets(PeftSettings settings) {
    Selection selection = new Selection(settings);
    SortedMap<String, long[]> found = new TreeMap<>();
    shapes.forEach(
        (name, shape) -> {
          if (isLinear(name, shape) && selection.matches(module(name))) {
            found.put(module(name), shape);
          }
        });
    return found;
  }

  private static String module(String name) {
    return name.substring(0, name.length() - WEIGHT.length());
  }

  /** Whether a tensor is the matrix of a linear layer, output layers left out. */
  public static boolean isLinear(String name, long[] shape) {
    boolean table = name.matches(".*(embed|wte|wpe|shared|lm_head|relative_attention_bias).*");
    return shape.length == 2 && name.endsWith(WEIGHT) && !table;
  }

  /** Elements of a tensor. */
  public static long elements(long[] shape) {
    long elements = 1;
    for (long size : shape) {
      elements *= size;
    }
    return elements;
  }
}
