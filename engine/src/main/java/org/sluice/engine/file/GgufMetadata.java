package org.sluice.engine.file;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.sluice.base.Shown;
import org.sluice.base.UserError;

/** What a GGUF file says of a model: config.json under llama.cpp's keys. */
final class GgufMetadata {
  private final ModelConfig config;
  private final GgufArchitecture architecture;
  private final Map<String, Object> metadata = new LinkedHashMap<>();
  private final Map<String, float[]> tables = new LinkedHashMap<>();

  /**
   * @param type of most of the matrices
   * @param name of the model, for people
   * @throws UserError when positions are scaled in a way that GGUF files do not know
   */
  GgufMetadata(ModelConfig config, GgufArchitecture architecture, GgufType type, String name) {
    this.config = config;
    this.architecture = architecture;
    metadata.put("general.architecture", architecture.wireName());
    metadata.put("general.type", "model");
    metadata.put("general.name", name);
    metadata.put("general.file_type", (long) type.fileType());
    metadata.put("general.quantization_version", 2L);
    sizes();
    own();
    if (architecture.rotary()) {
      put("rope.freq_base", config.ropeTheta());
      put("rope.dimension_count", (long) turning());
      rope();
    }
  }

  Map<String, Object> metadata() {
    return metadata;
  }

  /** Tensors that the model's folder has no counterpart of: factors of rotary frequencies. */
  Map<String, float[]> tables() {
    return tables;
  }

  private void put(String key, Object value) {
    metadata.put(architecture.wireName() + "." + key, value);
  }

  private void sizes() {
    put("context_length", (long) config.maxPositionEmbeddings());
    put("embedding_length", (long) config.hiddenSize());
    put("block_count", (long) config.numHiddenLayers());
    int inner = config.integer("ffn_hidden_size", config.intermediateSize());
    put("feed_forward_length", (long) inner);
    put("attention.head_count", (long) config.numAttentionHeads());
    put("attention.head_count_kv", (long) GgufChange.keyHeads(config));
    put("attention.key_length", (long) config.headDim());
    put("attention.value_length", (long) config.headDim());
    put("vocab_size", (long) config.vocabSize());
    if (architecture.rms()) {
      put("attention.layer_norm_rms_epsilon", config.rmsNormEps());
    } else {
      put("attention.layer_norm_epsilon", config.decimal(architecture.epsilon(), 1e-5));
    }
  }

  private void own() {
    switch (architecture) {
      case LLAMA -> {
        experts(config.integer("num_local_experts", 0));
        boolean slides = !config.modelType().equals(Architecture.LLAMA.modelType());
        int missing = config.modelType().equals(Architecture.MISTRAL.modelType()) ? 4096 : 0;
        if (slides) {
          window(config.raw().containsKey("sliding_window") ? 0 : missing);
        }
      }
      case QWEN3_MOE -> {
        experts(config.integer("num_local_experts", config.integer("num_experts", 128)));
        put("expert_feed_forward_length", (long) config.integer("moe_intermediate_size", 768));
      }
      case GEMMA2 -> {
        window(4096);
        softCaps(50, 30);
      }
      case GEMMA3 -> {
        window(4096);
        int period = config.integer("sliding_window_pattern", period());
        if (period != GgufConfig.GEMMA3_PERIOD) {
          put("attention.sliding_window_pattern", (long) period);
        }
      }
      case PHI3 -> window(0);
      case GPT_NEOX -> put("use_parallel_residual", config.flag("use_parallel_residual", true));
      case QWEN2, QWEN3, GEMMA, PHI2, GPT2, BLOOM, FALCON, FALCON_TWO_NORMS -> {}
    }
  }

  private void experts(int count) {
    if (count > 0) {
      put("expert_count", (long) count);
      put("expert_used_count", (long) config.integer("num_experts_per_tok", 2));
    }
  }

  private void window(int missing) {
    int window = config.integer("sliding_window", missing);
    if (window > 0) {
      put("attention.sliding_window", (long) window);
    }
  }

  private void softCaps(double ofScores, double ofLogits) {
    boolean says = config.raw().containsKey("attn_logit_softcapping");
    put("attn_logit_softcapping", config.decimal("attn_logit_softcapping", says ? 0 : ofScores));
    says = config.raw().containsKey("final_logit_softcapping");
    put("final_logit_softcapping", config.decimal("final_logit_softcapping", says ? 0 : ofLogits));
  }

  /** Every how many layers one has no window, by the first that has none. */
  private int period() {
    int full = config.list("layer_types").indexOf("full_attention");
    boolean listed = !config.list("layer_types").isEmpty();
    return full >= 0 ? full + 1 : listed ? config.numHiddenLayers() + 1 : GgufConfig.GEMMA3_PERIOD;
  }

  /** Channels of a head that turn. */
  private int turning() {
    double share =
        switch (architecture) {
          case PHI2 -> 0.5;
          case GPT_NEOX -> config.decimal("rotary_pct", 0.25);
          default -> 1;
        };
    share = config.decimal("partial_rotary_factor", share);
    Object newer = settings().get("partial_rotary_factor");
    return (int)
        (config.headDim() * (newer instanceof Number number ? number.doubleValue() : share));
  }

  private Map<String, Object> settings() {
    Map<String, Object> settings = new HashMap<>();
    String key = config.has("rope_parameters") ? "rope_parameters" : "rope_scaling";
    config.map(key).forEach((name, value) -> settings.put(String.valueOf(name), value));
    return settings;
  }

  private void rope() {
    Map<String, Object> settings = settings();
    if (architecture == GgufArchitecture.GEMMA3) {
      settings = ofFullLayers(settings);
    }
    Object type = settings.getOrDefault("rope_type", settings.getOrDefault("type", "default"));
    switch (String.valueOf(type)) {
      case "default" -> {}
      case "linear" -> scaled("linear", settings);
      case "yarn" -> {
        for (String key : List.of("beta_fast", "beta_slow", "mscale", "mscale_all_dim")) {
          refuse(settings.get(key) != null, "rope_parameters." + key);
        }
        scaled("yarn", settings);
      }
      case "llama3" -> {
        Optional<float[]> table = GgufRope.table(settings, config.ropeTheta(), turning() / 2);
        refuse(table.isEmpty(), "rope_parameters with other borders than Llama 3's");
        tables.put("rope_freqs.weight", table.orElseThrow());
      }
      case "longrope", "su" -> longRope(settings);
      default -> refuse(true, "rope_type " + Shown.of(type));
    }
  }

  private void scaled(String type, Map<String, Object> settings) {
    put("rope.scaling.type", type);
    put("rope.scaling.factor", number(settings, "factor", 1));
    if (settings.get("original_max_position_embeddings") instanceof Number length) {
      put("rope.scaling.original_context_length", length.longValue());
    }
  }

  private Map<String, Object> ofFullLayers(Map<String, Object> settings) {
    double local = config.decimal("rope_local_base_freq", GgufConfig.GEMMA3_LOCAL_BASE);
    Map<String, Object> full = new HashMap<>(settings);
    if (settings.get("full_attention") instanceof Map<?, ?> own) {
      full.clear();
      own.forEach((key, value) -> full.put(String.valueOf(key), value));
      put("rope.freq_base", number(full, "rope_theta", 1_000_000));
      Map<?, ?> sliding = (Map<?, ?>) settings.getOrDefault("sliding_attention", Map.of());
      Object type = sliding.get("rope_type");
      refuse(type != null && !type.equals("default"), "scaled positions in layers with a window");
      local = sliding.get("rope_theta") instanceof Number theta ? theta.doubleValue() : local;
    }
    if (local != GgufConfig.GEMMA3_LOCAL_BASE) {
      put("rope.freq_base_swa", local);
    }
    return full;
  }

  private void longRope(Map<String, Object> settings) {
    double length =
        config.decimal(
            "original_max_position_embeddings",
            number(settings, "original_max_position_embeddings", config.maxPositionEmbeddings()));
    double factor = config.maxPositionEmbeddings() / length;
    put("rope.scaling.original_context_length", (long) length);
    put(
        "rope.scaling.attn_factor",
        factor <= 1 ? 1.0 : Math.sqrt(1 + Math.log(factor) / Math.log(length)));
    for (String kind : List.of("long", "short")) {
      List<Float> factors = new ArrayList<>();
      if (settings.get(kind + "_factor") instanceof List<?> list) {
        list.forEach(value -> factors.add(((Number) value).floatValue()));
      }
      float[] table = new float[factors.size()];
      for (int i = 0; i < table.length; i++) {
        table[i] = factors.get(i);
      }
      tables.put("rope_factors_" + kind + ".weight", table);
    }
  }

  private static double number(Map<String, Object> settings, String key, double missing) {
    return settings.get(key) instanceof Number number ? number.doubleValue() : missing;
  }

  private void refuse(boolean when, String what) {
    if (when) {
      throw UserError.of(
          "A GGUF file of the kind '" + architecture.wireName() + "' cannot hold " + what,
          "write the model as a folder: format safetensors");
    }
  }
}
