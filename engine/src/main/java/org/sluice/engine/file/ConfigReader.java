package org.sluice.engine.file;

import com.fasterxml.jackson.databind.JsonNode;
import java.nio.file.Path;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import org.sluice.base.Shown;
import org.sluice.base.UserError;

/** Reads {@code config.json}, in the older and the newer spelling of transformers. */
final class ConfigReader {
  /** Whose weights are read. */
  private static final List<String> QUANTISERS = List.of("bitsandbytes", "gptq", "awq");

  private static final String REMEDY = "take the config.json that came with the weights";

  private final Path file;
  private final JsonNode json;
  private final JsonNode generation;

  private ConfigReader(Path file, JsonNode json, JsonNode generation) {
    this.file = file;
    this.json = json;
    this.generation = generation;
  }

  /**
   * @param file the configuration, for errors
   * @param generation generation_config.json, which may know more tokens that end a text
   */
  static ModelConfig read(Path file, JsonNode json, JsonNode generation) {
    return new ConfigReader(file, json, generation).config();
  }

  private ModelConfig config() {
    JsonNode quantised = json.path("quantization_config");
    String method = quantised.path("quant_method").asText("");
    if (quantised.isObject() && !QUANTISERS.contains(method)) {
      throw UserError.at(
          file,
          "quantization_config",
          "the weights are quantised by " + Shown.of(method.isEmpty() ? "another library" : method),
          "take a model in F32, F16 or BF16, or one of " + QUANTISERS);
    }
    String modelType = json.path("model_type").asText("");
    Architecture architecture = Architecture.of(modelType, file, "model_type");
    int hidden = natural(first("hidden_size", "n_embd", "n_embed", "d_model"), 0);
    int heads =
        natural(first("num_attention_heads", "n_head", "num_heads", "encoder_attention_heads"), 0);
    int keyValueHeads = natural("num_key_value_heads", heads);
    int headDim = natural(first("head_dim", "d_kv"), Math.max(1, hidden / heads));
    if (heads % keyValueHeads != 0) {
      throw wrong("num_key_value_heads", "does not divide num_attention_heads");
    }
    if (!json.hasNonNull("head_dim") && !json.hasNonNull("d_kv") && hidden % heads != 0) {
      throw wrong("hidden_size", "is not a multiple of num_attention_heads");
    }
    return new ModelConfig(
        architecture.modelType(),
        natural(vocabulary(), 0),
        hidden,
        natural(
            first("intermediate_size", "n_inner", "ffn_dim", "d_ff", "encoder_ffn_dim"),
            4 * hidden),
        natural(first("num_hidden_layers", "n_layer", "num_layers", "encoder_layers"), 0),
        heads,
        keyValueHeads,
        headDim,
        positive("rms_norm_eps", json.path("rms_norm_eps"), 1e-6),
        ropeTheta(),
        longest(architecture),
        json.path("tie_word_embeddings").asBoolean(architecture.tiedByDefault()),
        token("bos_token_id", json.path("bos_token_id").asInt(-1)),
        endTokens(),
        Json.map(json));
  }

  /** The first of these keys that is there; the very first where none is. */
  private String first(String... keys) {
    for (String key : keys) {
      if (json.hasNonNull(key)) {
        return key;
      }
    }
    return keys[0];
  }

  /** ChatGLM says how many rows there really are. */
  private String vocabulary() {
    return json.hasNonNull("padded_vocab_size") ? "padded_vocab_size" : "vocab_size";
  }

  /** Models whose positions are relative alone have no longest text. */
  private int longest(Architecture architecture) {
    return switch (architecture) {
      case BLOOM, T5, MT5 -> natural(first("seq_length", "n_positions"), 1 << 20);
      default ->
          natural(
              first("max_position_embeddings", "n_positions", "seq_length", "model_max_length"),
              2048);
    };
  }

  /** Newer files keep the base inside {@code rope_parameters}. */
  private double ropeTheta() {
    JsonNode newer = json.path("rope_parameters").path("rope_theta");
    return positive("rope_theta", newer.isMissingNode() ? json.path("rope_theta") : newer, 10_000);
  }

  private List<Integer> endTokens() {
    Set<Integer> ids = new LinkedHashSet<>();
    for (JsonNode source : List.of(json, generation)) {
      JsonNode node = source.path("eos_token_id");
      if (node.isArray()) {
        node.forEach(id -> ids.add(id.asInt()));
      } else if (node.isIntegralNumber()) {
        ids.add(node.asInt());
      }
    }
    ids.forEach(id -> token("eos_token_id", id));
    return List.copyOf(ids);
  }

  private int token(String key, int id) {
    int vocabulary = natural(vocabulary(), 0);
    if (id < -1 || id >= vocabulary) {
      throw wrong(key, "is " + id + ", the vocabulary has " + vocabulary + " tokens");
    }
    return id;
  }

  /** A whole number of at least 1; {@code missing} stands in for an absent one unless it is 0. */
  private int natural(String key, int missing) {
    JsonNode node = json.path(key);
    if (missing > 0 && (node.isMissingNode() || node.isNull())) {
      return missing;
    }
    if (!node.canConvertToInt() || !node.isIntegralNumber() || node.intValue() < 1) {
      throw wrong(key, "must be a whole number of at least 1");
    }
    return node.intValue();
  }

  private double positive(String key, JsonNode node, double missing) {
    if (node.isMissingNode() || node.isNull()) {
      return missing;
    }
    if (!node.isNumber() || !(node.doubleValue() > 0)) {
      throw wrong(key, "must be a positive number");
    }
    return node.doubleValue();
  }

  private UserError wrong(String key, String problem) {
    return UserError.at(file, key, problem, REMEDY);
  }
}
