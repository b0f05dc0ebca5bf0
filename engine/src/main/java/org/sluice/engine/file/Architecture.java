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
  LLAMA(
      "llama",
      "LlamaForCausalLM",
      Tied.NO,
      "grouped heads, RMS norm, rotary positions, SwiGLU; Yi, Vicuna, SmolLM2 and others have this type"),
  MISTRAL("mistral", "MistralForCausalLM", Tied.NO, "Llama with a sliding window"),
  MIXTRAL("mixtral", "MixtralForCausalLM", Tied.NO, "Mistral with experts, balancing loss"),
  QWEN2(
      "qwen2",
      "Qwen2ForCausalLM",
      Tied.NO,
      "Llama with biases on q, k and v; windows in upper layers"),
  QWEN3("qwen3", "Qwen3ForCausalLM", Tied.NO, "norms on the heads' queries and keys"),
  QWEN3_MOE("qwen3_moe", "Qwen3MoeForCausalLM", Tied.NO, "Qwen3 with experts, balancing loss"),
  GEMMA(
      "gemma",
      "GemmaForCausalLM",
      Tied.YES,
      "gains stored as the difference from one, scaled embeddings, GeGLU"),
  GEMMA2(
      "gemma2",
      "Gemma2ForCausalLM",
      Tied.YES,
      "windows in every second layer, limited scores, norms behind each part"),
  GEMMA3_TEXT(
      "gemma3_text",
      "Gemma3ForCausalLM",
      Tied.YES,
      "two sets of positions, norms on queries and keys; text alone"),
  PHI(
      "phi",
      "PhiForCausalLM",
      Tied.NO,
      "attention and feed-forward side by side, positions in a part of the channels"),
  PHI3("phi3", "Phi3ForCausalLM", Tied.NO, "fused matrices, LongRoPE"),
  GLM("glm", "GlmForCausalLM", Tied.NO, "neighbouring channels turn, half of each head"),
  FALCON(
      "falcon",
      "FalconForCausalLM",
      Tied.YES,
      "three forms: linear biases, one head of keys, grouped heads"),
  DEEPSEEK_V3(
      "deepseek_v3",
      "DeepseekV3ForCausalLM",
      Tied.NO,
      "latent attention, experts chosen by groups"),
  GPT2("gpt2", "GPT2LMHeadModel", Tied.YES, "learned positions, transposed matrices"),
  GPT_NEO(
      "gpt_neo",
      "GPTNeoForCausalLM",
      Tied.YES,
      "windows in every second layer, scores without a factor"),
  GPT_NEOX(
      "gpt_neox",
      "GPTNeoXForCausalLM",
      Tied.NO,
      "fused matrix head by head, parts side by side; Pythia"),
  GPTJ("gptj", "GPTJForCausalLM", Tied.NO, "neighbouring channels turn, parts side by side"),
  BLOOM("bloom", "BloomForCausalLM", Tied.YES, "linear biases, norm behind the embedding"),
  OPT(
      "opt",
      "OPTForCausalLM",
      Tied.YES,
      "learned positions from row 2, narrower embeddings in some"),
  BAICHUAN(
      "baichuan",
      "BaichuanForCausalLM",
      Tied.NO,
      "one matrix W_pack; 13B: linear biases; Baichuan 2: directions as output layer"),
  CHATGLM(
      "chatglm",
      "ChatGLMForConditionalGeneration",
      Tied.NO,
      "ChatGLM2, ChatGLM3, GLM-4: grouped heads, half of each head turns"),
  T5(
      "t5",
      "T5ForConditionalGeneration",
      Tied.YES,
      "encoder and decoder, biases by distance; also T0, Flan-T5"),
  MT5("mt5", "MT5ForConditionalGeneration", Tied.NO, "T5 with gated GELU; also mT0"),
  BART(
      "bart",
      "BartForConditionalGeneration",
      Tied.YES,
      "encoder and decoder, learned positions, norms behind each part"),
  BERT("bert", "BertModel", Tied.YES, "encoder, learned positions, two texts"),
  ROBERTA(
      "roberta", "RobertaModel", Tied.YES, "encoder, positions behind the padding token's number"),
  DEBERTA_V2(
      "deberta-v2",
      "DebertaV2Model",
      Tied.YES,
      "encoder, attention to contents and places apart; also v3");

  /** Whether the output head is the embedding where config.json does not say. */
  private enum Tied {
    YES,
    NO
  }

  private final String modelType;
  private final String className;
  private final Tied tied;
  private final String note;

  Architecture(String modelType, String className, Tied tied, String note) {
    this.modelType = modelType;
    this.className = className;
    this.tied = tied;
    this.note = note;
  }

  /** What it has that others have not, in a few words. */
  public String note() {
    return note;
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
    int layers = config.numHiddenLayers();
    if (layers > checkpoint.tensors().size()) { // before a damaged number makes a list of that size
      throw UserError.at(
          checkpoint.path(),
          "num_hidden_layers",
          "the configuration has " + layers + " layers, more than the file has tensors",
          "take weights and configuration of one and the same model");
    }
    if (this != LLAMA) {
      return; // the model itself compares each name and shape before it reads
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
