package org.sluice.engine.file;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.sluice.base.UserError;

class CheckpointTest {
  @TempDir Path scratch;

  @Test
  void readsAFolder() {
    try (Checkpoint model = Checkpoint.open(Tiny.FOLDER)) {
      ModelConfig config = model.config();
      assertThat(config.modelType()).isEqualTo("llama");
      assertThat(config.headDim()).isEqualTo(8);
      assertThat(config.ropeTheta()).isEqualTo(5000);
      assertThat(config.eosTokenIds()).containsExactly(2);
      assertThat(config.tieWordEmbeddings()).isTrue();
      assertThat(model.tensors()).hasSize(20);
      assertThat(model.shape("model.layers.1.self_attn.k_proj.weight")).containsExactly(16, 32);
      assertThat(model.chatTemplate().orElseThrow()).startsWith("{% for message in messages %}");
      assertThat(model.specialTokens()).containsEntry("eos_token", "<|im_end|>");
      assertThat(model.quantized()).isFalse();
      assertThat(model.digest()).hasSize(64);
    }
  }

  @Test
  void readsAGgufFileUnderTransformersNames() {
    try (Checkpoint model = Checkpoint.open(Tiny.GGUF);
        Checkpoint folder = Checkpoint.open(Tiny.FOLDER)) {
      ModelConfig config = model.config();
      assertThat(config.raw()).containsEntry("rms_norm_eps", 1e-6);
      assertThat(config.ropeTheta()).isEqualTo(5000);
      assertThat(config.headDim()).isEqualTo(8);
      assertThat(config.eosTokenIds()).containsExactly(2);
      assertThat(model.tensors()).isEqualTo(folder.tensors());
      assertThat(model.quantized()).isTrue();
      for (String name : folder.tensors()) { // the same rows but for what 4 bits lose
        assertThat(model.shape(name)).isEqualTo(folder.shape(name));
        assertThat(rootMeanSquareError(model.read(name), folder.read(name)))
            .as(name)
            .isLessThan(0.05);
      }
    }
  }

  private static double rootMeanSquareError(float[] a, float[] b) {
    double sum = 0;
    for (int i = 0; i < a.length; i++) {
      sum += ((double) a[i] - b[i]) * ((double) a[i] - b[i]);
    }
    return Math.sqrt(sum / a.length);
  }

  @Test
  void dequantisesAsTheGgufPackageDoes() throws IOException {
    JsonNode sums = Tiny.expected().path("gguf_sums");
    try (GgufFile file = GgufFile.open(Tiny.GGUF)) {
      List<GgufType> seen = new ArrayList<>();
      for (String name : file.tensors()) {
        float[] values = file.floats(name);
        double sum = 0;
        double magnitude = 0;
        for (float value : values) {
          sum += value;
          magnitude += Math.abs(value);
        }
        JsonNode expected = sums.path(name);
        assertThat(sum).as(name).isCloseTo(expected.get(0).asDouble(), within(1e-4));
        assertThat(magnitude).as(name).isCloseTo(expected.get(1).asDouble(), within(1e-4));
        assertThat((double) values[1]).isCloseTo(expected.get(2).asDouble(), within(1e-7));
        assertThat((double) values[values.length - 1])
            .isCloseTo(expected.get(3).asDouble(), within(1e-7));
        seen.add(file.type(name));
      }
      assertThat(seen).contains(GgufType.Q4_0, GgufType.Q4_1, GgufType.Q5_0, GgufType.Q5_1);
      assertThat(seen).contains(GgufType.Q8_0, GgufType.F16, GgufType.BF16, GgufType.F32);
    }
  }

  @Test
  void readsShards() throws IOException {
    Path folder = Tiny.copy(scratch.resolve("sharded"));
    ObjectNode index = Json.MAPPER.createObjectNode();
    try (SafetensorsFile whole = SafetensorsFile.open(folder.resolve("model.safetensors"))) {
      List<SafetensorsWriter> shards =
          List.of(new SafetensorsWriter(Map.of()), new SafetensorsWriter(Map.of()));
      int next = 0;
      for (String name : whole.tensors()) {
        int shard = next++ % 2;
        TensorInfo info = whole.info(name);
        shards.get(shard).addFloats(name, info.type(), info.shape(), () -> whole.floats(name));
        index.withObject("/weight_map").put(name, "model-" + shard + ".safetensors");
      }
      for (int shard = 0; shard < 2; shard++) {
        shards.get(shard).write(folder.resolve("model-" + shard + ".safetensors"));
      }
    }
    Files.delete(folder.resolve("model.safetensors"));
    Files.writeString(folder.resolve("model.safetensors.index.json"), index.toString());
    try (Checkpoint sharded = Checkpoint.open(folder);
        Checkpoint whole = Checkpoint.open(Tiny.FOLDER)) {
      for (String name : whole.tensors()) {
        assertThat(sharded.read(name)).containsExactly(whole.read(name));
      }
    }
    Files.delete(folder.resolve("model-1.safetensors"));
    assertThatThrownBy(() -> Checkpoint.open(folder))
        .isInstanceOf(UserError.class)
        .hasMessageContaining("model-1.safetensors: there is no such file");
  }

  @Test
  void readsTheOlderSpellingOfTheConfig() throws IOException {
    Path folder = Tiny.copy(scratch.resolve("older"));
    edit(folder, json -> json.put("rope_theta", 700.5).put("torch_dtype", "float32"));
    edit(folder, json -> json.remove(List.of("rope_parameters", "head_dim", "dtype")));
    edit(folder, json -> json.putNull("rope_scaling").putArray("eos_token_id").add(2).add(0));
    Files.writeString(folder.resolve("generation_config.json"), "{\"eos_token_id\": [351, 2]}");
    try (Checkpoint model = Checkpoint.open(folder)) {
      assertThat(model.config().ropeTheta()).isEqualTo(700.5);
      assertThat(model.config().headDim()).isEqualTo(8);
      assertThat(model.config().eosTokenIds()).containsExactly(2, 0, 351);
    }
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "model_type | \"mamba\" | config.json:model_type: the architecture 'mamba' is not known",
        "hidden_size | 16 | has the shape [352, 32], the configuration needs [352, 16]",
        "hidden_size | \"x\" | config.json:hidden_size: must be a whole number of at least 1",
        "hidden_size | 0 | config.json:hidden_size: must be",
        "num_hidden_layers | 2000000000 | more than the file has tensors",
        "num_hidden_layers | 3 | layers.2.input_layernorm.weight: there is no such tensor",
        "num_key_value_heads | 3 | does not divide num_attention_heads",
        "tie_word_embeddings | false | lm_head.weight: there is no such tensor",
        "attention_bias | true | self_attn.q_proj.bias: there is no such tensor",
        "attention_bias | 3 | config.json must have true or false at 'attention_bias', got 3",
        "eos_token_id | [2, 352] | config.json:eos_token_id: is 352, the vocabulary has 352 tokens",
        "rms_norm_eps | -1 | config.json:rms_norm_eps: must be a positive number",
        "quantization_config | {\"quant_method\":\"hqq\"} | are quantised by hqq",
      })
  void refusesAConfigThatDoesNotFit(String key, String value, String problem) throws IOException {
    Path folder = Tiny.copy(scratch.resolve("bad"));
    JsonNode node = Json.MAPPER.readTree(value);
    edit(folder, json -> json.set(key, node));
    assertThatThrownBy(() -> Checkpoint.open(folder))
        .isInstanceOf(UserError.class)
        .hasMessageContaining(problem);
  }

  @Test
  void saysWhatToGiveInstead() throws IOException {
    refused(scratch.resolve("nowhere"), "there is no such model");
    Path folder = Files.createDirectory(scratch.resolve("folder"));
    refused(folder, "there is no config.json");
    Files.copy(Tiny.GGUF, folder.resolve("m.gguf"));
    refused(folder, "m.gguf itself");
    Files.writeString(folder.resolve("adapter_config.json"), "{}");
    refused(folder, "this is an adapter");
    Files.copy(Tiny.FOLDER.resolve("config.json"), folder.resolve("config.json"));
    refused(folder, "there are no weights");
    Files.writeString(folder.resolve("pytorch_model.bin"), "x");
    refused(folder, "pytorch_model.bin: is a pickle");
    refused(folder.resolve("pytorch_model.bin"), "convert it to safetensors");
    refused(folder.resolve("config.json"), "this is no GGUF file");
    refused(Tiny.FOLDER.resolve("model.safetensors"), "weights alone are no model");
    Files.writeString(folder.resolve("config.json"), "{\"a\":\n\n}{");
    refused(folder, "config.json:3: is no valid JSON");
  }

  @Test
  void aShardOutsideTheFolderIsRefused() throws IOException {
    Path folder = Tiny.copy(scratch.resolve("escape"));
    Files.move(folder.resolve("model.safetensors"), scratch.resolve("model.safetensors"));
    Files.writeString(
        folder.resolve("model.safetensors.index.json"),
        "{\"weight_map\":{\"model.norm.weight\":\"../model.safetensors\"}}");
    refused(folder, "points outside the folder");
  }

  private static void refused(Path path, String problem) {
    assertThatThrownBy(() -> Checkpoint.open(path))
        .isInstanceOf(UserError.class)
        .hasMessageContaining(problem)
        .hasMessageNotContaining("\n");
  }

  private interface Edit {
    void apply(ObjectNode json);
  }

  private static void edit(Path folder, Edit edit) throws IOException {
    ObjectNode json = (ObjectNode) Json.object(folder.resolve("config.json"));
    edit.apply(json);
    Files.writeString(folder.resolve("config.json"), json.toString());
  }
}
