package org.sluice.engine.export;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Map;
import org.sluice.engine.file.Architecture;
import org.sluice.engine.file.Json;
import org.sluice.engine.file.ModelConfig;
import org.sluice.engine.file.TensorType;

/** {@code config.json} in a spelling that older and newer versions of transformers understand. */
final class ConfigWriter {
  private ConfigWriter() {}

  static ObjectNode config(ModelConfig config, TensorType type) {
    ObjectNode json = Json.MAPPER.createObjectNode();
    json.setAll(Json.MAPPER.<ObjectNode>valueToTree(config.raw()));
    json.remove("quantization_config"); // of the files it was read from
    json.putArray("architectures").add(Architecture.named(config.modelType()).className());
    json.put("torch_dtype", dtype(type)); // before transformers 4.56
    json.put("dtype", dtype(type));
    if (!config.modelType().equals(Architecture.LLAMA.modelType())) {
      return json; // the keys of other architectures stay as they were read
    }
    json.put("model_type", config.modelType());
    json.put("vocab_size", config.vocabSize());
    json.put("hidden_size", config.hiddenSize());
    json.put("intermediate_size", config.intermediateSize());
    json.put("num_hidden_layers", config.numHiddenLayers());
    json.put("num_attention_heads", config.numAttentionHeads());
    json.put("num_key_value_heads", config.numKeyValueHeads());
    json.put("head_dim", config.headDim());
    json.put("hidden_act", config.text("hidden_act", "silu"));
    json.put("rms_norm_eps", config.rmsNormEps());
    json.put("max_position_embeddings", config.maxPositionEmbeddings());
    json.put("tie_word_embeddings", config.tieWordEmbeddings());
    putTokens(json, config);
    putRope(json, config);
    return json;
  }

  static ObjectNode generation(ModelConfig config) {
    ObjectNode json = Json.MAPPER.createObjectNode();
    putTokens(json, config);
    if (config.raw().get("pad_token_id") instanceof Number pad) {
      json.put("pad_token_id", pad.intValue());
    }
    return json;
  }

  private static void putTokens(ObjectNode json, ModelConfig config) {
    if (config.bosTokenId() >= 0) {
      json.put("bos_token_id", config.bosTokenId());
    }
    if (config.eosTokenIds().size() == 1) {
      json.put("eos_token_id", config.eosTokenIds().get(0));
    } else if (!config.eosTokenIds().isEmpty()) {
      config.eosTokenIds().forEach(json.putArray("eos_token_id")::add);
    }
  }

  /** Before version 5: rope_theta and rope_scaling; from then on both in rope_parameters. */
  private static void putRope(ObjectNode json, ModelConfig config) {
    json.put("rope_theta", config.ropeTheta());
    if (config.raw().get("rope_parameters") instanceof Map<?, ?> newer
        && !"default".equals(newer.get("rope_type"))) {
      ObjectNode scaling = Json.MAPPER.valueToTree(newer);
      scaling.remove("rope_theta");
      json.set("rope_scaling", scaling);
    }
  }

  static String dtype(TensorType type) {
    return switch (type) {
      case F32 -> "float32";
      case F16 -> "float16";
      case BF16 -> "bfloat16";
      case F64, I64, I32, I16, I8, U8, BOOL ->
          throw new IllegalArgumentException("weights are not stored as " + type);
    };
  }
}
