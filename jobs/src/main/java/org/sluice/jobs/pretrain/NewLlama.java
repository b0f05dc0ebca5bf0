package org.sluice.jobs.pretrain;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Map;
import java.util.Random;
import org.sluice.engine.file.AtomicFiles;
import org.sluice.engine.file.Json;
import org.sluice.engine.file.SafetensorsWriter;
import org.sluice.engine.file.TensorType;

/**
 * A Llama that has learnt nothing, as a Hugging Face folder. Weights are drawn as transformers
 * draws them: N(0, 0.02) for matrices and embeddings, 1 for norms; those of a layer that adds to
 * the residual stream are scaled by 1/sqrt(2 layers) (Radford et al. 2019, section 2.3).
 */
final class NewLlama {
  private static final double INITIALIZER_RANGE = 0.02;
  private static final double ROPE_THETA = 10_000;
  private static final double NORM_EPSILON = 1e-5;

  private final PretrainOptions options;
  private final int vocabSize;
  private final int endOfText;

  NewLlama(PretrainOptions options, int vocabSize, int endOfText) {
    this.options = options;
    this.vocabSize = vocabSize;
    this.endOfText = endOfText;
  }

  void write(Path folder) {
    AtomicFiles.write(folder.resolve("config.json"), config());
    SafetensorsWriter weights = new SafetensorsWriter(Map.of("format", "pt"));
    int hidden = options.hiddenSize(); // h
    int headDim = hidden / options.numAttentionHeads();
    int keyValue = headDim * options.numKeyValueHeads(); // k
    int inner = options.intermediateSize(); // f
    double residual = INITIALIZER_RANGE / Math.sqrt(2.0 * options.numHiddenLayers());
    matrix(weights, "model.embed_tokens.weight", vocabSize, hidden, INITIALIZER_RANGE);
    for (int i = 0; i < options.numHiddenLayers(); i++) {
      String block = "model.layers." + i + ".";
      ones(weights, block + "input_layernorm.weight", hidden);
      ones(weights, block + "post_attention_layernorm.weight", hidden);
      String attention = block + "self_attn.";
      matrix(weights, attention + "q_proj.weight", hidden, hidden, INITIALIZER_RANGE); // [h, h]
      matrix(weights, attention + "k_proj.weight", keyValue, hidden, INITIALIZER_RANGE); // [k, h]
      matrix(weights, attention + "v_proj.weight", keyValue, hidden, INITIALIZER_RANGE); // [k, h]
      matrix(weights, attention + "o_proj.weight", hidden, hidden, residual); // [h, h]
      matrix(weights, block + "mlp.gate_proj.weight", inner, hidden, INITIALIZER_RANGE); // [f, h]
      matrix(weights, block + "mlp.up_proj.weight", inner, hidden, INITIALIZER_RANGE); // [f, h]
      matrix(weights, block + "mlp.down_proj.weight", hidden, inner, residual); // [h, f]
    }
    ones(weights, "model.norm.weight", hidden);
    if (!options.tieWordEmbeddings()) {
      matrix(weights, "lm_head.weight", vocabSize, hidden, INITIALIZER_RANGE);
    }
    weights.write(folder.resolve("model.safetensors"));
  }

  /** The values depend on the seed and the tensor's name alone. */
  private void matrix(SafetensorsWriter weights, String name, int rows, int columns, double std) {
    weights.addFloats(
        name,
        TensorType.F32,
        new long[] {rows, columns},
        () -> {
          Random random = new Random(options.seed() * 31 + name.hashCode());
          float[] values = new float[Math.multiplyExact(rows, columns)];
          for (int i = 0; i < values.length; i++) {
            values[i] = (float) (random.nextGaussian() * std);
          }
          return values;
        });
  }

  private static void ones(SafetensorsWriter weights, String name, int size) {
    weights.addFloats(
        name,
        TensorType.F32,
        new long[] {size},
        () -> {
          float[] values = new float[size];
          Arrays.fill(values, 1);
          return values;
        });
  }

  private String config() {
    ObjectNode json = Json.MAPPER.createObjectNode();
    json.putArray("architectures").add("LlamaForCausalLM");
    json.put("model_type", "llama").put("hidden_act", "silu");
    json.put("attention_bias", false).put("mlp_bias", false).put("attention_dropout", 0.0);
    json.put("vocab_size", vocabSize);
    json.put("hidden_size", options.hiddenSize());
    json.put("intermediate_size", options.intermediateSize());
    json.put("num_hidden_layers", options.numHiddenLayers());
    json.put("num_attention_heads", options.numAttentionHeads());
    json.put("num_key_value_heads", options.numKeyValueHeads());
    json.put("head_dim", options.hiddenSize() / options.numAttentionHeads());
    json.put("max_position_embeddings", options.maxPositionEmbeddings());
    json.put("rms_norm_eps", NORM_EPSILON);
    json.put("rope_theta", ROPE_THETA);
    json.put("initializer_range", INITIALIZER_RANGE);
    json.put("tie_word_embeddings", options.tieWordEmbeddings());
    json.put("eos_token_id", endOfText).put("pad_token_id", endOfText);
    json.putNull("bos_token_id");
    json.put("use_cache", true).put("torch_dtype", "float32");
    return json.toPrettyString() + "\n";
  }
}
