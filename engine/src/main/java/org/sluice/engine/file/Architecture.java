package org.sluice.engine.file;

import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.sluice.base.Nearest;
import org.sluice.base.Shown;
import org.sluice.base.UserError;

/** The architectures that the engine can run, by {@code model_type} of {@code config.json}. */
public enum Architecture {
  LLAMA("llama", "LlamaForCausalLM");

  private final String modelType;
  private final String className;

  Architecture(String modelType, String className) {
    this.modelType = modelType;
    this.className = className;
  }

  /** {@code model_type} in config.json and {@code general.architecture} in GGUF. */
  public String modelType() {
    return modelType;
  }

  /** The class of transformers, as in {@code architectures} of config.json. */
  public String className() {
    return className;
  }

  /**
   * The tensors of a model and their shapes, slowest dimension first, in the order in which the
   * model uses them. A tied head is not among them.
   */
  public Map<String, long[]> tensors(ModelConfig config) {
    long hidden = config.hiddenSize();
    long inner = config.intermediateSize();
    long queries = (long) config.numAttentionHeads() * config.headDim();
    long keys = (long) config.numKeyValueHeads() * config.headDim();
    Map<String, long[]> shapes = new LinkedHashMap<>();
    shapes.put("model.embed_tokens.weight", new long[] {config.vocabSize(), hidden});
    for (int layer = 0; layer < config.numHiddenLayers(); layer++) {
      String at = "model.layers." + layer + ".";
      shapes.put(at + "input_layernorm.weight", new long[] {hidden});
      shapes.put(at + "self_attn.q_proj.weight", new long[] {queries, hidden});
      shapes.put(at + "self_attn.k_proj.weight", new long[] {keys, hidden});
      shapes.put(at + "self_attn.v_proj.weight", new long[] {keys, hidden});
      shapes.put(at + "self_attn.o_proj.weight", new long[] {hidden, queries});
      shapes.put(at + "post_attention_layernorm.weight", new long[] {hidden});
      shapes.put(at + "mlp.gate_proj.weight", new long[] {inner, hidden});
      shapes.put(at + "mlp.up_proj.weight", new long[] {inner, hidden});
      shapes.put(at + "mlp.down_proj.weight", new long[] {hidden, inner});
    }
    shapes.put("model.norm.weight", new long[] {hidden});
    if (!config.tieWordEmbeddings()) {
      shapes.put("lm_head.weight", new long[] {config.vocabSize(), hidden});
    }
    return shapes;
  }

  /** Refuses a checkpoint that lacks a tensor or has one of another shape than its config says. */
  void check(ModelConfig config, Checkpoint checkpoint) {
    int layers = config.numHiddenLayers();
    if (layers > checkpoint.tensors().size()) { // before a damaged number makes a list of that size
      throw UserError.at(
          checkpoint.path(),
          "num_hidden_layers",
          "the configuration has " + layers + " layers, more than the file has tensors",
          "take weights and configuration of one and the same model");
    }
    tensors(config)
        .forEach(
            (name, shape) -> {
              if (!Arrays.equals(checkpoint.shape(name), shape)) {
                throw UserError.at(
                    checkpoint.path(),
                    name,
                    "has the shape "
                        + Arrays.toString(checkpoint.shape(name))
                        + ", the configuration needs "
                        + Arrays.toString(shape),
                    "take weights and configuration of one and the same model");
              }
            });
  }

  /** The architecture of a configuration. */
  public static Architecture named(String modelType) {
    return of(modelType, "config.json", "model_type");
  }

  /**
   * The architecture of this name.
   *
   * @param file the file that names it, for the error
   */
  static Architecture of(String modelType, Object file, String place) {
    List<String> known = Arrays.stream(values()).map(Architecture::modelType).toList();
    return Arrays.stream(values())
        .filter(a -> a.modelType.equals(modelType))
        .findFirst()
        .orElseThrow(
            () ->
                UserError.at(
                    file,
                    place,
                    "the architecture '" + Shown.of(modelType) + "' is not known",
                    "take a model of one of "
                        + known
                        + " (nearest: "
                        + Nearest.to(modelType, known)
                        + ")"));
  }
}
