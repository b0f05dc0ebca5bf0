package org.sluice.engine.tensor;

import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.sluice.base.Nearest;
import org.sluice.base.UserError;

/** The functions between a feed-forward layer's matrices; their numbers are those of the text. */
public enum Activation {
  /** x Φ(x) by the error function (Hendrycks and Gimpel 2016). */
  GELU("gelu", "gelu_python"),
  /** GELU by tanh: x / 2 (1 + tanh(sqrt(2 / pi) (x + 0.044715 x³))). */
  GELU_TANH("gelu_pytorch_tanh", "gelu_fast", "gelu_accurate"),
  RELU("relu"),
  /** x sigmoid(x). */
  SILU("silu", "swish"),
  /** x sigmoid(1.702 x). */
  QUICK_GELU("quick_gelu"),
  TANH("tanh"),
  /** relu(x)² (So et al. 2021). */
  RELU_SQUARED("relu2"),
  SIGMOID("sigmoid"),
  /** GELU by tanh, step by step: GPT-2's. */
  GELU_NEW("gelu_new");

  private static final Map<String, String> GATED = Map.of("gated-gelu", "gelu_new");

  private final List<String> names;

  Activation(String... names) {
    this.names = List.of(names);
  }

  /**
   * The activation of this name in config.json.
   *
   * @throws UserError when there is none
   */
  public static Activation named(String name) {
    String plain = GATED.getOrDefault(name, name.replaceFirst("^gated-", ""));
    List<String> known = Arrays.stream(values()).flatMap(a -> a.names.stream()).toList();
    return Arrays.stream(values())
        .filter(a -> a.names.contains(plain))
        .findFirst()
        .orElseThrow(
            () ->
                UserError.of(
                    "The activation '" + name + "' of the model's config.json is not known",
                    "take one of " + known + ", nearest " + Nearest.to(plain, known)));
  }

  /** f(x), of any shape. */
  public Var of(Tape tape, Var x) {
    return TextOp.apply(tape, "act", TextOp.Keeps.INPUTS, List.of(x), ordinal());
  }

  /** f(gate) up (Shazeer 2020), of any shape. */
  public Var gated(Tape tape, Var gate, Var up) {
    return TextOp.apply(tape, "gated", TextOp.Keeps.INPUTS, List.of(gate, up), ordinal());
  }
}
