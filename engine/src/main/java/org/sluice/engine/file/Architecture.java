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
  LLAMA("llama", "LlamaForCausalLM", Tied.NO),
  MISTRAL("mistral", "MistralForCausalLM", Tied.NO),
  MIXTRAL("mixtral", "MixtralForCausalLM", Tied.NO),
  QWEN2("qwen2", "Qwen2ForCausalLM", Tied.NO),
  QWEN3("qwen3", "Qwen3ForCausalLM", Tied.NO),
  QWEN3_MOE("qwen3_moe", "Qwen3MoeForCausalLM", Tied.NO),
  GEMMA("gemma", "GemmaForCausalLM", Tied.YES),
  GEMMA2("gemma2", "Gemma2ForCausalLM", Tied.YES),
  GEMMA3_TEXT("gemma3_text", "Gemma3ForCausalLM", Tied.YES),
  PHI("phi", "PhiForCausalLM", Tied.NO),
  PHI3("phi3", "Phi3ForCausalLM", Tied.NO),
  GLM("glm", "GlmForCausalLM", Tied.NO),
  FALCON("falcon", "FalconForCausalLM", Tied.YES),
  DEEPSEEK_V3("deepseek_v3", "DeepseekV3ForCausalLM", Tied.NO),
  GPT2("gpt2", "GPT2LMHeadModel", Tied.YES),
  GPT_NEO("gpt_neo", "GPTNeoForCausalLM", Tied.YES),
  GPT_NEOX("gpt_neox", "GPTNeoXForCausalLM", Tied.NO),
  GPTJ("gptj", "GPTJForCausalLM", Tied.NO),
  BLOOM("bloom", "BloomForCausalLM", Tied.YES),
  OPT("opt", "OPTForCausalLM", Tied.YES),
  BAICHUAN("baichuan", "BaichuanForCausalLM", Tied.NO),
  CHATGLM("chatglm", "ChatGLMForConditionalGeneration", Tied.NO),
  T5("t5", "T5ForConditionalGeneration", Tied.YES),
  MT5("mt5", "MT5ForConditionalGeneration", Tied.NO),
  BART("bart", "BartForConditionalGeneration", Tied.YES),
  BERT("bert", "BertModel", Tied.YES),
  ROBERTA("roberta", "RobertaModel", Tied.YES),
  DEBERTA_V2("deberta-v2", "DebertaV2Model", Tied.YES);

  /** Whether the output head is the embedding where config.json does not say. */
  private enum Tied {
    YES,
    NO
  }

  private final String modelType;
  private final String className;
  private final Tied tied;

  Architecture(String modelType, String className, Tied tied) {
    this.modelType = modelType;
    this.className = className;
    this.tied = tied;
  }

  boolean tiedByDefault() {
    return tied == Tied.YES;
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
      boolean bias = config.flag("attention_bias", false);
      linear(shapes, at + "self_attn.q_proj", queries, hidden, bias);
      linear(shapes, at + "self_attn.k_proj", keys, hidden, bias);
      linear(shapes, at + "self_attn.v_proj", keys, hidden, bias);
      linear(shapes, at + "self_attn.o_proj", hidden, queries, bias);
      shapes.put(at + "post_attention_layernorm.weight", new long[] {hidden});
      boolean mlpBias = config.flag("mlp_bias", false);
      linear(shapes, at + "mlp.gate_proj", inner, hidden, mlpBias);
      linear(shapes, at + "mlp.up_proj", inner, hidden, mlpBias);
      linear(shapes, at + "mlp.down_proj", hidden, inner, mlpBias);
    }
    shapes.put("model.norm.weight", new long[] {hidden});
    if (!config.tieWordEmbeddings()) {
      shapes.put("lm_head.weight", new long[] {config.vocabSize(), hidden});
    }
    return shapes;
  }

  private static void linear(
      Map<String, long[]> shapes, String module, long rows, long columns, boolean bias) {
    shapes.put(module + ".weight", new long[] {rows, columns});
    if (bias) {
      shapes.put(module + ".bias", new long[] {rows});
    }
  }

  /** Refuses a checkpoint that lacks a tensor or has one of another shape than its config says. */
  void check(ModelConfig config, Checkpoint checkpoint) {
    if (this != LLAMA) {
      return; // the model itself compares all names and shapes before it reads
    }
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
