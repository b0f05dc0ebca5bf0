package org.sluice.engine.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.sluice.engine.file.Checkpoint;
import org.sluice.engine.file.SafetensorsWriter;
import org.sluice.engine.file.TensorType;
import org.sluice.engine.tensor.DType;
import org.sluice.engine.tensor.Packing;
import org.sluice.engine.tensor.Quantization;
import org.sluice.engine.tensor.Tape;
import org.sluice.engine.tensor.Torch;

/**
 * Architectures that transformers does not have: the same weights in their layout as in that of a
 * relative give the relative's scores.
 */
class PublishedLayoutsTest {
  private static final Path MODELS = Path.of("src/test/resources/golden/models");
  private static final int[] IDS = {5, 9, 7, 30, 21, 6};

  @TempDir Path folder;

  private static float[][] scores(Path model, Map<String, Object> changed) {
    try (Torch torch = Torch.onCpu(1);
        Checkpoint checkpoint = Checkpoint.open(model)) {
      var config = checkpoint.config();
      for (Map.Entry<String, Object> entry : changed.entrySet()) {
        config = config.with(entry.getKey(), entry.getValue());
      }
      LoadOptions options = LoadOptions.frozen(Quantization.NONE, DType.FP32);
      CausalModel loaded = CausalModel.load(torch, checkpoint, config, options);
      try (Tape tape = loaded.inferenceTape()) {
        long[] all = {0, 1, 2, 3, 4, 5};
        return loaded.logits(tape, loaded.hidden(tape, IDS, new Packing(new int[] {6}), all));
      }
    }
  }

  private static void same(float[][] got, float[][] expected) {
    for (int i = 0; i < expected.length; i++) {
      assertThat(got[i]).containsExactly(expected[i], within(2e-5f));
    }
  }

  /** Writes a model under other names; values of several tensors are put under one another. */
  private void write(ObjectNode config, Map<String, String[]> tensors, Checkpoint from) {
    SafetensorsWriter writer = new SafetensorsWriter(Map.of());
    tensors.forEach(
        (name, parts) -> {
          long[] shape = from.shape(parts[0]).clone();
          for (int i = 1; i < parts.length; i++) {
            shape[0] += from.shape(parts[i])[0];
          }
          writer.addFloats(name, TensorType.F32, shape, () -> stacked(from, parts));
        });
    writer.write(folder.resolve("model.safetensors"));
    try {
      Files.writeString(folder.resolve("config.json"), config.toString());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static float[] stacked(Checkpoint from, String[] parts) {
    int all = 0;
    for (String part : parts) {
      all += from.read(part).length;
    }
    float[] values = new float[all];
    int at = 0;
    for (String part : parts) {
      float[] own = from.read(part);
      System.arraycopy(own, 0, values, at, own.length);
      at += own.length;
    }
    return values;
  }

  @Test
  void chatGlmIsGlmInAnotherLayout() {
    Path glm = MODELS.resolve("glm");
    Map<String, String[]> names = new TreeMap<>();
    names.put(
        "transformer.embedding.word_embeddings.weight", new String[] {"model.embed_tokens.weight"});
    names.put("transformer.output_layer.weight", new String[] {"lm_head.weight"});
    names.put("transformer.encoder.final_layernorm.weight", new String[] {"model.norm.weight"});
    for (int i = 0; i < 2; i++) {
      String from = "model.layers." + i + ".";
      String to = "transformer.encoder.layers." + i + ".";
      String self = from + "self_attn.";
      for (String kind : new String[] {"weight", "bias"}) {
        names.put(
            to + "self_attention.query_key_value." + kind,
            new String[] {
              self + "q_proj." + kind, self + "k_proj." + kind, self + "v_proj." + kind
            });
      }
      names.put(to + "self_attention.dense.weight", new String[] {self + "o_proj.weight"});
      for (String norm :
          new String[] {"input_layernorm.weight", "post_attention_layernorm.weight"}) {
        names.put(to + norm, new String[] {from + norm});
      }
      names.put(to + "mlp.dense_h_to_4h.weight", new String[] {from + "mlp.gate_up_proj.weight"});
      names.put(to + "mlp.dense_4h_to_h.weight", new String[] {from + "mlp.down_proj.weight"});
    }
    ObjectNode config = new ObjectMapper().createObjectNode();
    config.put("model_type", "chatglm").put("hidden_size", 16).put("ffn_hidden_size", 24);
    config.put("num_layers", 2).put("num_attention_heads", 2).put("kv_channels", 8);
    config.put("multi_query_attention", true).put("multi_query_group_num", 1);
    config.put("padded_vocab_size", 40).put("seq_length", 32).put("add_qkv_bias", true);
    try (Checkpoint from = Checkpoint.open(glm)) {
      config.put("layernorm_epsilon", from.config().rmsNormEps());
      write(config, names, from);
    }
    same(scores(folder, Map.of()), scores(glm, Map.of()));
  }

  @Test
  void baichuanIsLlamaWithOneMatrix() {
    Path mistral = MODELS.resolve("mistral");
    Map<String, String[]> names = new TreeMap<>();
    for (String same : new String[] {"model.embed_tokens", "lm_head", "model.norm"}) {
      names.put(same + ".weight", new String[] {same + ".weight"});
    }
    for (int i = 0; i < 2; i++) {
      String at = "model.layers." + i + ".";
      String self = at + "self_attn.";
      // one head of keys stands for both heads here
      String k = self + "k_proj.weight";
      String v = self + "v_proj.weight";
      names.put(self + "W_pack.weight", new String[] {self + "q_proj.weight", k, k, v, v});
      for (String same :
          new String[] {
            "self_attn.o_proj",
            "input_layernorm",
            "post_attention_layernorm",
            "mlp.gate_proj",
            "mlp.up_proj",
            "mlp.down_proj"
          }) {
        names.put(at + same + ".weight", new String[] {at + same + ".weight"});
      }
    }
    ObjectNode config = new ObjectMapper().createObjectNode();
    config.put("model_type", "baichuan").put("hidden_size", 16).put("intermediate_size", 24);
    config.put("num_hidden_layers", 2).put("num_attention_heads", 2).put("vocab_size", 40);
    config.put("max_position_embeddings", 32);
    try (Checkpoint from = Checkpoint.open(mistral)) {
      config.put("rms_norm_eps", from.config().rmsNormEps());
      write(config, names, from);
    }
    Map<String, Object> whole = Map.of("sliding_window", 100);
    float[][] expected = scores(mistral, whole);
    same(scores(folder, Map.of()), expected);
    // rows of length one change every score by the row's length
    float[][] directions = scores(folder, Map.of("norm_head", true));
    assertThat(directions[5][7] / expected[5][7])
        .isCloseTo(directions[2][7] / expected[2][7], within(1e-4f));
    assertThat(directions[5]).isNotEqualTo(expected[5]);
  }
}
