package org.sluice.engine.file;

import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/** The kinds of model that GGUF files hold, by {@code general.architecture}. */
enum GgufArchitecture {
  /** Llama, Mistral and Mixtral. */
  LLAMA(
      "llama",
      List.of(Architecture.LLAMA, Architecture.MISTRAL, Architecture.MIXTRAL),
      new GgufNames(
          GgufTables.ENDS,
          GgufTables.PAIRED,
          GgufTables.MLP,
          GgufTables.MIXTRAL,
          GgufTables.EXPERTS)),
  QWEN2(
      "qwen2",
      List.of(Architecture.QWEN2),
      new GgufNames(GgufTables.ENDS, GgufTables.ATTENTION, GgufTables.MLP)),
  QWEN3(
      "qwen3",
      List.of(Architecture.QWEN3),
      new GgufNames(GgufTables.ENDS, GgufTables.ATTENTION, GgufTables.HEAD_NORMS, GgufTables.MLP)),
  QWEN3_MOE(
      "qwen3moe",
      List.of(Architecture.QWEN3_MOE),
      new GgufNames(
          GgufTables.ENDS, GgufTables.ATTENTION, GgufTables.HEAD_NORMS, GgufTables.EXPERTS)),
  GEMMA(
      "gemma",
      List.of(Architecture.GEMMA),
      new GgufNames(GgufTables.GEMMA_ENDS, GgufTables.GEMMA, GgufTables.GEMMA_MLP_NORM)),
  GEMMA2(
      "gemma2",
      List.of(Architecture.GEMMA2),
      new GgufNames(GgufTables.GEMMA_ENDS, GgufTables.GEMMA, GgufTables.GEMMA_NORMS)),
  GEMMA3(
      "gemma3",
      List.of(Architecture.GEMMA3_TEXT),
      new GgufNames(
          GgufTables.GEMMA_ENDS,
          GgufTables.GEMMA,
          GgufTables.GEMMA_NORMS,
          GgufTables.GEMMA_HEAD_NORMS)),
  PHI2("phi2", List.of(Architecture.PHI), new GgufNames(GgufTables.PHI2)),
  PHI3("phi3", List.of(Architecture.PHI3), new GgufNames(GgufTables.ENDS, GgufTables.PHI3)),
  GPT2("gpt2", List.of(Architecture.GPT2), new GgufNames(GgufTables.GPT2)),
  GPT_NEOX("gptneox", List.of(Architecture.GPT_NEOX), new GgufNames(GgufTables.GPT_NEOX)),
  BLOOM("bloom", List.of(Architecture.BLOOM), new GgufNames(GgufTables.BLOOM)),
  FALCON("falcon", List.of(Architecture.FALCON), new GgufNames(GgufTables.FALCON)),
  /** Falcon 40B: a norm for each part of a layer. */
  FALCON_TWO_NORMS(
      "falcon", List.of(Architecture.FALCON), new GgufNames(GgufTables.FALCON_TWO_NORMS));

  private final String wireName;
  private final List<Architecture> models;
  private final GgufNames names;

  GgufArchitecture(String wireName, List<Architecture> models, GgufNames names) {
    this.wireName = wireName;
    this.models = models;
    this.names = names;
  }

  String wireName() {
    return wireName;
  }

  /** The model types that it stands for, the plainest first. */
  List<Architecture> models() {
    return models;
  }

  GgufNames names() {
    return names;
  }

  /** Norms without a mean, whose epsilon has a key of its own. */
  boolean rms() {
    return switch (this) {
      case PHI2, GPT2, GPT_NEOX, BLOOM, FALCON, FALCON_TWO_NORMS -> false;
      case LLAMA, QWEN2, QWEN3, QWEN3_MOE, GEMMA, GEMMA2, GEMMA3, PHI3 -> true;
    };
  }

  /** Positions that turn channels. */
  boolean rotary() {
    return this != GPT2 && this != BLOOM;
  }

  /** The setting of config.json that holds the norms' epsilon. */
  String epsilon() {
    return switch (this) {
      case PHI2, GPT_NEOX -> "layer_norm_eps";
      case GPT2, BLOOM, FALCON, FALCON_TWO_NORMS -> "layer_norm_epsilon";
      case LLAMA, QWEN2, QWEN3, QWEN3_MOE, GEMMA, GEMMA2, GEMMA3, PHI3 -> "rms_norm_eps";
    };
  }

  static List<String> allNames() {
    return Arrays.stream(values()).map(GgufArchitecture::wireName).distinct().toList();
  }

  /** The architecture of a file. */
  static Optional<GgufArchitecture> named(String name, boolean twoNorms) {
    return Arrays.stream(values())
        .filter(a -> a.wireName.equals(name))
        .filter(a -> a != FALCON || !twoNorms)
        .findFirst();
  }

  /** The architecture of a model. */
  static Optional<GgufArchitecture> of(ModelConfig config) {
    boolean twoNorms =
        config.flag("new_decoder_architecture", false)
            && config.integer("num_ln_in_parallel_attn", 2) == 2;
    return Arrays.stream(values())
        .filter(a -> a.models.stream().anyMatch(m -> m.modelType().equals(config.modelType())))
        .filter(a -> a != FALCON || !twoNorms)
        .findFirst();
  }
}
