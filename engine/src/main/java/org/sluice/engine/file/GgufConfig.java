package org.sluice.engine.file;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.function.IntPredicate;
import org.sluice.base.UserError;

/**
 * The config.json that transformers would write for a GGUF file. Settings that such files do not
 * hold are those which llama.cpp computes with.
 */
final class GgufConfig {
  /** Keys below the architecture's name, beside those of config.json. */
  static final Map<String, String> KEYS =
      Map.ofEntries(
          Map.entry("embedding_length", "hidden_size"),
          Map.entry("feed_forward_length", "intermediate_size"),
          Map.entry("block_count", "num_hidden_layers"),
          Map.entry("attention.head_count", "num_attention_heads"),
          Map.entry("attention.head_count_kv", "num_key_value_heads"),
          Map.entry("attention.key_length", "head_dim"),
          Map.entry("context_length", "max_position_embeddings"),
          Map.entry("rope.freq_base", "rope_theta"),
          Map.entry("attention.sliding_window", "sliding_window"),
          Map.entry("attn_logit_softcapping", "attn_logit_softcapping"),
          Map.entry("final_logit_softcapping", "final_logit_softcapping"),
          Map.entry("expert_used_count", "num_experts_per_tok"),
          Map.entry("expert_feed_forward_length", "moe_intermediate_size"));

  /** Layers of the 27B models, whose scores have a factor of their own in llama.cpp. */
  private static final Map<GgufArchitecture, Integer> LARGEST =
      Map.of(GgufArchitecture.GEMMA2, 46, GgufArchitecture.GEMMA3, 62);

  static final int GEMMA3_PERIOD = 6;
  static final double GEMMA3_LOCAL_BASE = 10_000;

  private final Path path;
  private final GgufHeader header;
  private final GgufArchitecture architecture;
  private final String prefix;
  private final ObjectNode json = Json.MAPPER.createObjectNode();

  private GgufConfig(Path path, GgufHeader header, GgufArchitecture architecture) {
    this.path = path;
    this.header = header;
    this.architecture = architecture;
    this.prefix = architecture.wireName() + ".";
  }

  /**
   * @param path of the file, for errors
   */
  static ObjectNode json(Path path, GgufHeader header, GgufArchitecture architecture) {
    GgufConfig config = new GgufConfig(path, header, architecture);
    config.common();
    config.own();
    config.rope();
    return config.json;
  }

  private void common() {
    json.put("vocab_size", header.shape("token_embd.weight")[0]);
    KEYS.forEach((key, name) -> put(name, prefix + key));
    put(
        architecture.epsilon(),
        prefix + "attention.layer_norm_" + (architecture.rms() ? "rms_" : "") + "epsilon");
    put("bos_token_id", "tokenizer.ggml.bos_token_id");
    put("eos_token_id", "tokenizer.ggml.eos_token_id");
    put("pad_token_id", "tokenizer.ggml.padding_token_id");
    json.put("tie_word_embeddings", !has("output.weight"));
  }

  /** What the architecture has beyond that, or fixes. */
  private void own() {
    model(architecture.models().get(0));
    switch (architecture) {
      case LLAMA -> llama();
      case QWEN2, QWEN3 -> json.put("hidden_act", "silu").put("use_sliding_window", false);
      case QWEN3_MOE -> {
        json.put("hidden_act", "silu").put("use_sliding_window", false);
        put("num_experts", prefix + "expert_count");
        json.put("norm_topk_prob", true).put("decoder_sparse_step", 1);
        json.putArray("mlp_only_layers");
      }
      case GEMMA -> json.put("hidden_activation", "gelu_pytorch_tanh");
      case GEMMA2 -> gemma(2);
      case GEMMA3 -> gemma((int) number("attention.sliding_window_pattern", GEMMA3_PERIOD));
      case PHI2 -> {
        json.put("hidden_act", "gelu_new").put("qk_layernorm", false);
        turning("partial_rotary_factor");
      }
      case PHI3 -> phi3();
      case GPT2 -> json.put("activation_function", "gelu_new");
      case GPT_NEOX -> {
        json.put("hidden_act", "gelu").put("attention_bias", true);
        put("use_parallel_residual", prefix + "use_parallel_residual");
        turning("rotary_pct");
        turning("partial_rotary_factor");
      }
      case BLOOM -> json.put("apply_residual_connection_post_layernorm", false);
      case FALCON, FALCON_TWO_NORMS -> falcon();
    }
  }

  private void model(Architecture model) {
    json.putArray("architectures").add(model.className());
    json.put("model_type", model.modelType());
  }

  private void llama() {
    json.put("hidden_act", "silu");
    json.put("attention_bias", has("blk.0.attn_output.bias"));
    json.put("mlp_bias", has("blk.0.ffn_down.bias"));
    if (number("expert_count", 0) > 0) {
      model(Architecture.MIXTRAL);
      put("num_local_experts", prefix + "expert_count");
    } else if (number("attention.sliding_window", 0) > 0) {
      model(Architecture.MISTRAL);
    }
  }

  private void gemma(int period) {
    json.put("hidden_activation", "gelu_pytorch_tanh").put("attention_bias", false);
    boolean largest = json.path("num_hidden_layers").asInt() == LARGEST.get(architecture);
    double heads = Math.max(1, json.path("num_attention_heads").asInt());
    double ofAll = json.path("hidden_size").asInt() / heads;
    json.put(
        "query_pre_attn_scalar",
        largest ? ofAll : json.path("head_dim").asDouble(Math.max(1, ofAll)));
    layerTypes(layer -> (layer + 1) % Math.max(1, period) != 0);
  }

  private void layerTypes(IntPredicate slides) {
    ArrayNode types = json.putArray("layer_types");
    // not more than the file can have: a damaged number must not make a list of that size
    int layers = Math.min(json.path("num_hidden_layers").asInt(), header.tensors().size());
    for (int layer = 0; layer < layers; layer++) {
      types.add(slides.test(layer) ? "sliding_attention" : "full_attention");
    }
  }

  private void phi3() {
    json.put("hidden_act", "silu");
    if (number("attention.sliding_window", 0) < 1) {
      json.putNull("sliding_window");
    }
    put("original_max_position_embeddings", prefix + "rope.scaling.original_context_length");
    turning("partial_rotary_factor");
  }

  private void falcon() {
    int keyHeads = (int) number("attention.head_count_kv", 1);
    json.put("alibi", false).put("bias", false).put("parallel_attn", true);
    json.put("activation", "gelu").put("num_kv_heads", keyHeads);
    put("ffn_hidden_size", prefix + "feed_forward_length");
    json.put("multi_query", keyHeads == 1);
    json.put("new_decoder_architecture", keyHeads != 1);
    json.put("num_ln_in_parallel_attn", architecture == GgufArchitecture.FALCON_TWO_NORMS ? 2 : 1);
  }

  /** The share of a head's channels that turn. */
  private void turning(String key) {
    double heads = Math.max(1, json.path("num_attention_heads").asInt());
    double dim = json.path("head_dim").asDouble(json.path("hidden_size").asInt() / heads);
    double channels = number("rope.dimension_count", dim);
    if (dim > 0) {
      json.put(key, channels / dim);
    }
  }

  private void rope() {
    double theta = json.path("rope_theta").asDouble(10_000);
    if (has("rope_freqs.weight")) {
      ObjectNode scaling =
          GgufRope.settings(header.floats("rope_freqs.weight"), theta)
              .orElseThrow(() -> unscaled("rope_freqs.weight", "are not scaled as in Llama 3"));
      json.set("rope_scaling", scaling);
      return;
    }
    ObjectNode scaling = Json.MAPPER.createObjectNode();
    if (has("rope_factors_long.weight") && has("rope_factors_short.weight")) {
      scaling.put("rope_type", "longrope");
      list(scaling, "long_factor", header.floats("rope_factors_long.weight"));
      list(scaling, "short_factor", header.floats("rope_factors_short.weight"));
    } else {
      String type =
          String.valueOf(header.metadata().getOrDefault(prefix + "rope.scaling.type", "none"));
      if (!type.equals("none")) {
        scaling.put("rope_type", type);
        put(scaling, "factor", prefix + "rope.scaling.factor");
        String length = prefix + "rope.scaling.original_context_length";
        put(scaling, "original_max_position_embeddings", length);
      }
    }
    if (architecture == GgufArchitecture.GEMMA3) {
      ofBothKinds(scaling, theta);
    } else if (!scaling.isEmpty()) {
      json.set("rope_scaling", scaling);
    }
  }

  /** Layers with a window turn by another base, unscaled. */
  private void ofBothKinds(ObjectNode scaling, double theta) {
    ObjectNode both = json.putObject("rope_parameters");
    ObjectNode full = both.putObject("full_attention");
    full.put("rope_type", "default").put("rope_theta", theta).setAll(scaling);
    both.putObject("sliding_attention")
        .put("rope_type", "default")
        .put("rope_theta", number("rope.freq_base_swa", GEMMA3_LOCAL_BASE));
    json.remove("rope_theta");
  }

  private static void list(ObjectNode into, String key, float[] values) {
    ArrayNode array = into.putArray(key);
    for (float value : values) {
      array.add(decimal(value));
    }
  }

  private UserError unscaled(String tensor, String how) {
    return UserError.at(
        path, tensor, "the positions " + how, "take the model as a Hugging Face folder");
  }

  private boolean has(String tensor) {
    return header.tensors().contains(tensor);
  }

  private double number(String key, double missing) {
    return header.metadata().get(prefix + key) instanceof Number number
        ? number.doubleValue()
        : missing;
  }

  private void put(String key, String metadataKey) {
    put(json, key, metadataKey);
  }

  private void put(ObjectNode into, String key, String metadataKey) {
    Object value = header.metadata().get(metadataKey);
    if (value instanceof Long whole && whole == whole.intValue()) {
      into.put(key, whole.intValue());
    } else if (value instanceof Long whole) {
      into.put(key, whole);
    } else if (value instanceof Double real) {
      into.put(key, decimal(real.floatValue()));
    } else if (value instanceof Boolean flag) {
      into.put(key, flag);
    } else if (value instanceof List<?> list) {
      ArrayNode array = into.putArray(key);
      list.forEach(element -> array.add(String.valueOf(element)));
    }
  }

  /** The file holds float32: 1e-5 and not 9.999999747378752e-6. */
  private static double decimal(float value) {
    return Double.parseDouble(Float.toString(value));
  }
}
