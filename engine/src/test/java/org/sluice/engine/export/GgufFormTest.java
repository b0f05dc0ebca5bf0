package org.sluice.engine.export;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.sluice.base.UserError;
import org.sluice.engine.TinyModel;
import org.sluice.engine.file.Checkpoint;
import org.sluice.engine.file.Json;
import org.sluice.engine.file.ModelConfig;
import org.sluice.engine.file.TensorType;
import org.sluice.engine.file.Tiny;
import org.sluice.engine.model.CausalModel;
import org.sluice.engine.model.LoadOptions;
import org.sluice.engine.tensor.DType;
import org.sluice.engine.tensor.Quantization;
import org.sluice.engine.tensor.Torch;
import org.sluice.engine.tokenizer.Tokenizer;

/** GGUF files that are written are read back; .ci/export.sh asks gguf and transformers too. */
class GgufFormTest {
  private static final Path MODELS = Path.of("src/test/resources/golden/models");

  private static final String LLAMA =
      "'hidden_size': 32, 'intermediate_size': 48, 'num_hidden_layers': 2,"
          + " 'num_attention_heads': 4, 'num_key_value_heads': 2, 'vocab_size': 352,"
          + " 'max_position_embeddings': 64, 'bos_token_id': 1, 'eos_token_id': 2";

  @TempDir Path scratch;

  /** What an architecture's file keeps of a model: the logits. */
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '"',
      value = {
        "llama | 'rope_parameters': {'rope_type': 'llama3', 'rope_theta': 500000, 'factor': 8.0,"
            + " 'low_freq_factor': 1.0, 'high_freq_factor': 4.0,"
            + " 'original_max_position_embeddings': 8192}",
        "llama | 'head_dim': 16, 'tie_word_embeddings': true, 'attention_bias': true",
        "mistral | 'sliding_window': 4, 'rope_theta': 1e6",
        "mixtral | 'num_local_experts': 3, 'num_experts_per_tok': 2, 'sliding_window': null",
        "qwen2 | 'rope_scaling': {'type': 'linear', 'factor': 2.0}",
        "qwen2 | 'rope_parameters': {'rope_type': 'yarn', 'rope_theta': 1e4, 'factor': 2.0,"
            + " 'original_max_position_embeddings': 32}",
        "qwen3 | 'head_dim': 12",
        "qwen3_moe | 'num_experts': 4, 'moe_intermediate_size': 24, 'head_dim': 8,"
            + " 'num_experts_per_tok': 2, 'norm_topk_prob': true",
        "gemma | 'head_dim': 16",
        "gemma2 | 'head_dim': 16, 'query_pre_attn_scalar': 16, 'sliding_window': 4,"
            + " 'attn_logit_softcapping': 5.0, 'final_logit_softcapping': 3.0",
        "gemma3_text | 'head_dim': 16, 'query_pre_attn_scalar': 16, 'sliding_window': 4,"
            + " 'sliding_window_pattern': 2, 'rope_theta': 1e6, 'rope_local_base_freq': 1e4,"
            + " 'rope_scaling': {'rope_type': 'linear', 'factor': 2.0}",
        "phi | 'partial_rotary_factor': 0.5, 'num_key_value_heads': 4",
        "phi3 | 'original_max_position_embeddings': 6, 'rope_scaling': {'type': 'longrope',"
            + " 'long_factor': [1.5, 2.0, 2.5, 3.0], 'short_factor': [1.0, 1.1, 1.2, 1.3]}",
        "gpt2 | 'n_inner': null, 'num_key_value_heads': 4, 'intermediate_size': 128",
        "gpt_neox | 'rotary_pct': 0.5, 'num_key_value_heads': 4, 'use_parallel_residual': true",
        "bloom | 'num_key_value_heads': 4, 'intermediate_size': 128",
        "falcon | 'multi_query': true, 'new_decoder_architecture': false, 'bias': false,"
            + " 'intermediate_size': 128, 'num_kv_heads': 1, 'num_key_value_heads': 1",
        "falcon | 'new_decoder_architecture': true, 'num_kv_heads': 2, 'ffn_hidden_size': 48",
      })
  void everyArchitectureKeepsItsLogits(String modelType, String settings) throws IOException {
    Path folder = random(modelType, settings);
    Path file = scratch.resolve("model.gguf");
    convert(folder, file, "none");
    assertThat(logits(file)).containsExactly(logits(folder), within(1e-5f));
  }

  /** A folder with a random model and the tiny model's tokenizer. */
  private Path random(String modelType, String settings) throws IOException {
    Path folder = scratch.resolve("folder");
    String text = "{'model_type': '" + modelType + "', " + LLAMA + ", " + settings + "}";
    ObjectNode json = (ObjectNode) Json.MAPPER.readTree(text.replace('\'', '"'));
    json.put("initializer_range", 0.3);
    Path config = Files.writeString(scratch.resolve("config.json"), json.toString());
    try (Torch torch = Torch.onCpu(1);
        Checkpoint tiny = Checkpoint.open(Tiny.FOLDER)) {
      CausalModel model =
          CausalModel.random(torch, ModelConfig.read(config), 3, LoadOptions.trained(DType.FP32));
      ModelFolder.write(folder, model, TokenizerFiles.of(tiny), TensorType.F32, Map.of());
    }
    return folder;
  }

  private static void convert(Path from, Path to, String quantization) {
    try (Checkpoint model = Checkpoint.open(from)) {
      ModelForm.gguf(quantization, TensorType.F32).write(to, ModelParts.of(model, Map.of()));
    }
  }

  private static float[] logits(Path path) {
    try (Torch torch = Torch.onCpu(1);
        Checkpoint checkpoint = Checkpoint.open(path)) {
      LoadOptions options = LoadOptions.frozen(Quantization.NONE, DType.FP32);
      CausalModel model = CausalModel.load(torch, checkpoint, options);
      return ExportCheck.lastLogits(model, new int[] {5, 9, 30, 7, 41, 22, 8, 300, 17});
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"f16", "bf16", "q4_0", "q4_1", "q5_0", "q5_1", "q8_0", "q2_k", "q3_k", "q6_k"})
  void everyTypeIsReadBack(String type) {
    Path file = scratch.resolve("tiny.gguf");
    convert(Tiny.FOLDER, file, type);
    float[] plain = logits(Tiny.FOLDER);
    float[] found = logits(file);
    double apart = 0;
    double size = 0;
    for (int i = 0; i < plain.length; i++) {
      apart += Math.pow(plain[i] - found[i], 2);
      size += Math.pow(plain[i], 2);
    }
    assertThat(Math.sqrt(apart / size)).isBetween(1e-6, 0.5);
  }

  @Test
  void theTokenizerGoesAlong() throws IOException {
    Path file = scratch.resolve("tiny.gguf");
    convert(Tiny.FOLDER, file, "q8_0");
    try (TinyModel tiny = TinyModel.load();
        Checkpoint written = Checkpoint.open(file);
        Checkpoint folder = Checkpoint.open(Tiny.FOLDER);
        Tokenizer back = Tokenizer.of(written.tokenizerJson(), file)) {
      for (String text : new String[] {"The board raised its outlook.", "1234 été 中文\n\n x"}) {
        assertThat(back.ids(text, true)).isEqualTo(tiny.tokenizer().ids(text, true));
      }
      assertThat(written.specialTokens()).containsAllEntriesOf(folder.specialTokens());
      assertThat(written.chatTemplate()).isEqualTo(folder.chatTemplate());
      assertThat(written.quantized()).isTrue();
    }
  }

  @ParameterizedTest
  @CsvSource({
    "gptj, Models of the type 'gptj' have no form in GGUF",
    "gemma2, means query_pre_attn_scalar 8",
    "phi, has no place for the tensor model.layers.0.self_attn.k_layernorm.bias",
  })
  void whatGgufCannotHoldIsRefused(String name, String problem) {
    try (Checkpoint model = Checkpoint.open(MODELS.resolve(name));
        Checkpoint tiny = Checkpoint.open(Tiny.FOLDER)) {
      ModelParts parts =
          new ModelParts(
              model.config(), TokenizerFiles.of(tiny), Map.of(), ModelParts.tensors(model));
      Path target = scratch.resolve("x.gguf");
      assertThatThrownBy(() -> ModelForm.gguf("none", TensorType.F32).write(target, parts))
          .isInstanceOf(UserError.class)
          .hasMessageContaining(problem);
      assertThat(target).doesNotExist();
    }
  }
}
