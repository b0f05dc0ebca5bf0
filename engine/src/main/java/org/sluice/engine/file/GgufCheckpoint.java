package org.sluice.engine.file;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.MissingNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.nio.file.Path;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.sluice.base.Shown;
import org.sluice.base.UserError;
import org.sluice.engine.tokenizer.GgufVocabulary;

/** A GGUF file under transformers' names, with its rows in transformers' order. */
final class GgufCheckpoint implements Checkpoint {
  private static final Map<String, String> OUTSIDE =
      Map.of(
          "token_embd.weight", "model.embed_tokens.weight",
          "output_norm.weight", "model.norm.weight",
          "output.weight", "lm_head.weight");

  private static final Map<String, String> IN_BLOCK =
      Map.of(
          "attn_norm", "input_layernorm",
          "attn_q", "self_attn.q_proj",
          "attn_k", "self_attn.k_proj",
          "attn_v", "self_attn.v_proj",
          "attn_output", "self_attn.o_proj",
          "ffn_norm", "post_attention_layernorm",
          "ffn_gate", "mlp.gate_proj",
          "ffn_up", "mlp.up_proj",
          "ffn_down", "mlp.down_proj");

  private static final String ROPE_TABLE = "rope_freqs.weight";

  private final Path path;
  private final GgufFile file;
  private final Map<String, String> ggufNames = new LinkedHashMap<>();
  private ModelConfig config;
  private String digest;

  private GgufCheckpoint(Path path, GgufFile file) {
    this.path = path;
    this.file = file;
  }

  static Checkpoint open(Path path) {
    String name = String.valueOf(path.getFileName());
    if (HuggingFaceFolder.isPickle(name)) {
      throw UserError.at(path, "", HuggingFaceFolder.PICKLE, HuggingFaceFolder.PICKLE_REMEDY);
    }
    if (name.endsWith(".safetensors")) {
      throw UserError.at(
          path, "", "weights alone are no model", "give the folder with its config.json");
    }
    GgufCheckpoint opened = new GgufCheckpoint(path, GgufFile.open(path));
    try {
      opened.readConfig();
    } catch (RuntimeException e) {
      opened.close();
      throw e;
    }
    return opened;
  }

  private void readConfig() {
    String modelType = String.valueOf(file.metadata().get("general.architecture"));
    Architecture architecture = Architecture.of(modelType, path, "general.architecture");
    file.tensors().forEach(name -> ggufNames.put(transformersName(name), name));
    if (!ggufNames.containsKey("model.embed_tokens.weight")) {
      throw UserError.at(
          path, "token_embd.weight", "there is no such tensor", "take a file with weights");
    }
    config = ConfigReader.read(path, configJson(architecture), MissingNode.getInstance());
    architecture.check(config, this);
  }

  /** The name in transformers; what has none there (tables of rotary factors) keeps its own. */
  private static String transformersName(String name) {
    if (OUTSIDE.containsKey(name)) {
      return OUTSIDE.get(name);
    }
    String[] parts = name.split("\\.", 4); // blk.N.attn_q.weight
    if (parts.length == 4 && parts[0].equals("blk") && IN_BLOCK.containsKey(parts[2])) {
      return "model.layers." + parts[1] + "." + IN_BLOCK.get(parts[2]) + "." + parts[3];
    }
    return name;
  }

  /** The config.json that transformers would write for this file. */
  private ObjectNode configJson(Architecture architecture) {
    ObjectNode json = Json.MAPPER.createObjectNode();
    String prefix = architecture.modelType() + ".";
    json.putArray("architectures").add(architecture.className());
    json.put("model_type", architecture.modelType());
    json.put("hidden_act", "silu");
    json.put("attention_bias", false);
    json.put("mlp_bias", false);
    json.put("vocab_size", shape("model.embed_tokens.weight")[0]);
    put(json, "hidden_size", prefix + "embedding_length");
    put(json, "intermediate_size", prefix + "feed_forward_length");
    put(json, "num_hidden_layers", prefix + "block_count");
    put(json, "num_attention_heads", prefix + "attention.head_count");
    put(json, "num_key_value_heads", prefix + "attention.head_count_kv");
    put(json, "head_dim", prefix + "attention.key_length");
    put(json, "max_position_embeddings", prefix + "context_length");
    put(json, "rms_norm_eps", prefix + "attention.layer_norm_rms_epsilon");
    put(json, "rope_theta", prefix + "rope.freq_base");
    put(json, "bos_token_id", "tokenizer.ggml.bos_token_id");
    put(json, "eos_token_id", "tokenizer.ggml.eos_token_id");
    put(json, "pad_token_id", "tokenizer.ggml.padding_token_id");
    json.put("tie_word_embeddings", !ggufNames.containsKey("lm_head.weight"));
    ropeScaling(json, prefix);
    return json;
  }

  private void ropeScaling(ObjectNode json, String prefix) {
    if (ggufNames.containsKey(ROPE_TABLE)) {
      ObjectNode scaling =
          GgufRope.settings(file.floats(ROPE_TABLE), json.path("rope_theta").asDouble(10_000))
              .orElseThrow(
                  () ->
                      UserError.at(
                          path,
                          ROPE_TABLE,
                          "the positions are not scaled as in Llama 3",
                          "take the model as a Hugging Face folder"));
      json.set("rope_scaling", scaling);
      return;
    }
    Object type = file.metadata().getOrDefault(prefix + "rope.scaling.type", "none");
    if (!type.equals("none")) {
      ObjectNode scaling = json.putObject("rope_scaling").put("rope_type", Shown.of(type));
      put(scaling, "factor", prefix + "rope.scaling.factor");
    }
  }

  private void put(ObjectNode json, String key, String metadataKey) {
    Object value = file.metadata().get(metadataKey);
    if (value instanceof Long whole) {
      json.put(key, whole);
    } else if (value instanceof Double real) {
      // the file holds float32: 1e-5 and not 9.999999747378752e-6
      json.put(key, Double.parseDouble(Float.toString(real.floatValue())));
    } else if (value instanceof List<?> list) {
      ArrayNode array = json.putArray(key);
      list.forEach(element -> array.add(String.valueOf(element)));
    }
  }

  @Override
  public Path path() {
    return path;
  }

  @Override
  public ModelConfig config() {
    return config;
  }

  @Override
  public Set<String> tensors() {
    return Collections.unmodifiableSet(ggufNames.keySet());
  }

  @Override
  public long[] shape(String name) {
    return file.shape(ggufName(name));
  }

  @Override
  public float[] read(String name) {
    float[] values = file.floats(ggufName(name));
    if (name.endsWith(".q_proj.weight")) {
      return unpermute(values, config.numAttentionHeads(), config.headDim());
    }
    if (name.endsWith(".k_proj.weight")) {
      return unpermute(values, config.numKeyValueHeads(), config.headDim());
    }
    return values;
  }

  /**
   * Undoes what llama.cpp's converter does to q and k of this architecture. In the file the rows of
   * a head are pairs (i, i + half) for interleaved rotation; transformers has the halves one after
   * the other. GGUF row h d + 2 i + j is transformers' row h d + j d/2 + i.
   */
  static float[] unpermute(float[] values, int heads, int headDim) {
    int columns = values.length / (heads * headDim);
    int half = headDim / 2;
    float[] out = new float[values.length];
    for (int head = 0; head < heads; head++) {
      for (int i = 0; i < headDim; i++) {
        int from = head * headDim + i;
        int to = head * headDim + i % 2 * half + i / 2;
        System.arraycopy(values, from * columns, out, to * columns, columns);
      }
    }
    return out;
  }

  private String ggufName(String name) {
    String found = ggufNames.get(name);
    if (found == null) {
      throw UserError.at(path, name, "there is no such tensor", "take a complete file");
    }
    return found;
  }

  @Override
  public String tokenizerJson() {
    return GgufVocabulary.of(path, file.metadata()).tokenizerJson();
  }

  @Override
  public Map<String, Object> tokenizerConfig() {
    return GgufVocabulary.of(path, file.metadata()).tokenizerConfig();
  }

  @Override
  public Optional<String> chatTemplate() {
    return Optional.ofNullable(file.metadata().get("tokenizer.chat_template"))
        .map(Object::toString);
  }

  @Override
  public Map<String, String> specialTokens() {
    return GgufVocabulary.of(path, file.metadata()).specialTokens();
  }

  @Override
  public boolean quantized() {
    return file.tensors().stream().anyMatch(name -> file.type(name).quantized());
  }

  @Override
  public synchronized String digest() {
    if (digest == null) {
      digest = Digests.sha256(List.of(path));
    }
    return digest;
  }

  @Override
  public void close() {
    file.close();
  }
}
