package org.sluice.engine.export;

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
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.sluice.base.UserError;
import org.sluice.engine.TinyModel;
import org.sluice.engine.adapter.Lora;
import org.sluice.engine.adapter.LoraConfig;
import org.sluice.engine.adapter.LoraMethod;
import org.sluice.engine.adapter.Method;
import org.sluice.engine.adapter.TargetModules;
import org.sluice.engine.file.Checkpoint;
import org.sluice.engine.file.Json;
import org.sluice.engine.file.SafetensorsFile;
import org.sluice.engine.file.TensorType;
import org.sluice.engine.file.Tiny;
import org.sluice.engine.model.CausalModel;
import org.sluice.engine.model.LoadOptions;
import org.sluice.engine.tensor.DType;
import org.sluice.engine.tensor.Quantization;
import org.sluice.engine.tensor.Torch;

class ExportTest {
  private static final Path PEFT = Tiny.FOLDER.resolve("adapter");

  private static JsonNode expected;
  private static List<int[]> prompts;

  @TempDir Path scratch;

  @BeforeAll
  static void read() throws IOException {
    expected = Tiny.expected();
    prompts = TinyModel.ids(expected.path("ids"));
  }

  private static void assertLogits(CausalModel model, String key, double tolerance) {
    for (int i = 0; i < prompts.size(); i++) {
      float[] found = ExportCheck.lastLogits(model, prompts.get(i));
      double[] wanted = TinyModel.numbers(expected.path(key).get(i));
      for (int token = 0; token < wanted.length; token++) {
        assertThat((double) found[token]).isCloseTo(wanted[token], within(tolerance));
      }
    }
  }

  private static AdapterInfo info(Method lora, Quantization trainedOn) {
    return new AdapterInfo(
        lora,
        "tiny",
        Optional.empty(),
        Optional.of(trainedOn),
        Map.of("recipe", "abc", "table.blocks", "3"));
  }

  private static AdapterFolder peft() {
    return AdapterFolder.open(PEFT);
  }

  @Test
  void anAdapterOfPeftComputesWhatItComputesThere() {
    try (TinyModel tiny = TinyModel.load();
        AdapterFolder adapter = peft()) {
      assertLogits(tiny.model(), "last_logits", 1e-4);
      adapter.attachTo(tiny.model());
      assertLogits(tiny.model(), "adapter_last_logits", 1e-4);
    }
  }

  @Test
  void whatIsWrittenIsWhatPeftWrote() throws IOException {
    Path written = scratch.resolve("adapter");
    try (TinyModel tiny = TinyModel.load();
        AdapterFolder adapter = peft()) {
      adapter.attachTo(tiny.model());
      AdapterInfo info = info(adapter.info().method(), Quantization.NF4_DOUBLE);
      AdapterFolder.write(written, tiny.model(), info);
      try (AdapterFolder again = AdapterFolder.open(written)) {
        assertThat(again.info()).isEqualTo(info);
      }
    }
    assertThat(Files.readAllBytes(written.resolve("adapter_model.safetensors")))
        .isEqualTo(Files.readAllBytes(PEFT.resolve("adapter_model.safetensors")));
    ObjectNode theirs = (ObjectNode) Json.object(PEFT.resolve("adapter_config.json"));
    ObjectNode ours = (ObjectNode) Json.object(written.resolve("adapter_config.json"));
    assertThat(names(ours)).isEqualTo(names(theirs));
    ours.putNull("base_model_name_or_path");
    assertThat(ours.remove("target_modules")).hasSameSizeAs(theirs.remove("target_modules"));
    assertThat(ours).isEqualTo(theirs);
    try (Stream<Path> files = Files.list(scratch)) {
      assertThat(files).containsExactly(written);
    }
  }

  private static List<String> names(ObjectNode json) {
    List<String> names = new ArrayList<>();
    json.fieldNames().forEachRemaining(names::add);
    return names;
  }

  @Test
  void aMergedModelComputesWhatTheAdapterComputes() {
    Path merged = scratch.resolve("merged");
    try (Checkpoint base = Checkpoint.open(Tiny.FOLDER);
        AdapterFolder adapter = peft()) {
      ModelFolder.merge(
          merged, base, adapter, ModelForm.folder(TensorType.F32), MergeOnto.ORIGINAL);
    }
    try (Checkpoint model = Checkpoint.open(merged);
        Torch torch = Torch.onCpu(1)) {
      assertThat(model.chatTemplate()).isPresent();
      assertThat(model.config().ropeTheta()).isEqualTo(5000);
      LoadOptions options = LoadOptions.frozen(Quantization.NONE, DType.FP32);
      assertLogits(CausalModel.load(torch, model, options), "adapter_last_logits", 1e-4);
    }
  }

  @Test
  void mergingAnAdapterOfQuantisedTrainingMustBeAskedFor() {
    Path written = scratch.resolve("nf4");
    try (TinyModel tiny = TinyModel.load();
        Checkpoint base = Checkpoint.open(Tiny.FOLDER)) {
      LoraConfig lora = new LoraConfig(2, 4, 0, TargetModules.of("all-linear"));
      Lora.attach(tiny.model(), lora, 1);
      AdapterFolder.write(written, tiny.model(), info(LoraMethod.of(lora), Quantization.NF4));
      try (AdapterFolder adapter = AdapterFolder.open(written)) {
        Path target = scratch.resolve("merged");
        assertThatThrownBy(
                () ->
                    ModelFolder.merge(
                        target,
                        base,
                        adapter,
                        ModelForm.folder(TensorType.BF16),
                        MergeOnto.UNDECIDED))
            .isInstanceOf(UserError.class)
            .hasMessageContaining("trained beside weights in nf4")
            .hasMessageContaining("export.merge_onto");
        assertThat(target).doesNotExist();
        ModelFolder.merge(
            target, base, adapter, ModelForm.folder(TensorType.BF16), MergeOnto.ORIGINAL);
        try (SafetensorsFile file = SafetensorsFile.open(target.resolve("model.safetensors"))) {
          assertThat(file.info("model.norm.weight").type()).isEqualTo(TensorType.BF16);
        }
        assertThat(Json.object(target.resolve("sluice.json")).at("/provenance/trained_on").asText())
            .isEqualTo("nf4");
      }
    }
  }

  @Test
  void anAdapterOfAnotherModelIsRefused() {
    Path written = scratch.resolve("other");
    try (TinyModel tiny = TinyModel.load();
        Checkpoint base = Checkpoint.open(Tiny.FOLDER)) {
      LoraConfig lora = new LoraConfig(2, 4, 0, TargetModules.of(List.of("q_proj")));
      Lora.attach(tiny.model(), lora, 1);
      AdapterInfo info =
          new AdapterInfo(
              lora, "other", Optional.of("00"), Optional.of(Quantization.NONE), Map.of());
      AdapterFolder.write(written, tiny.model(), info);
      try (AdapterFolder adapter = AdapterFolder.open(written)) {
        assertThatThrownBy(() -> adapter.requireBase(base))
            .isInstanceOf(UserError.class)
            .hasMessageContaining("was trained on another model")
            .hasMessageContaining("give the model that it was trained on: other");
      }
    }
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "use_dora | true | lora_magnitude_vector: the adapter does not fit: it lacks a tensor",
        "use_qalora | true | use_qalora true is not supported",
        "peft_type | \"XLORA\" | the method 'XLORA' is not known",
        "rank_pattern | {\"q_proj\": 2} | has the shape [4, 32], the model needs [2, 32]",
        "modules_to_save | [\"lm_head\"] | lm_head.weight: the adapter does not fit: it lacks",
        "bias | \"some\" | bias must be none, all or lora_only",
        "r | 0 | r must be at least 1",
        "r | 5 | has the shape [4, 32], the model needs [5, 32]",
        "target_modules | [\"q_proj\"] | for which the model has no room",
        "target_modules | [\"k_proj\"] | k_proj.lora_A.weight: the adapter does not fit: it lacks",
      })
  void refusesAnAdapterThatItCannotRun(String key, String value, String problem)
      throws IOException {
    Path copy = Files.createDirectory(scratch.resolve("copy"));
    Files.copy(
        PEFT.resolve("adapter_model.safetensors"), copy.resolve("adapter_model.safetensors"));
    ObjectNode json = (ObjectNode) Json.object(PEFT.resolve("adapter_config.json"));
    json.set(key, Json.MAPPER.readTree(value));
    Files.writeString(copy.resolve("adapter_config.json"), json.toString());
    assertThatThrownBy(
            () -> {
              try (TinyModel tiny = TinyModel.load();
                  AdapterFolder adapter = AdapterFolder.open(copy)) {
                adapter.attachTo(tiny.model());
              }
            })
        .isInstanceOf(UserError.class)
        .hasMessageContaining(problem);
  }

  @Test
  void aTrainedModelIsWrittenWhole() {
    Path written = scratch.resolve("whole");
    try (Torch torch = Torch.onCpu(1);
        Checkpoint base = Checkpoint.open(Tiny.FOLDER)) {
      CausalModel model = CausalModel.load(torch, base, LoadOptions.trained(DType.FP32));
      TokenizerFiles tokenizer = TokenizerFiles.of(base);
      ModelFolder.write(written, model, tokenizer, TensorType.F32, Map.of("recipe", "abc"));
      try (Checkpoint again = Checkpoint.open(written)) {
        for (String name : base.tensors()) {
          assertThat(again.read(name)).as(name).containsExactly(base.read(name));
        }
        assertThat(again.tokenizerJson()).isEqualTo(base.tokenizerJson());
        assertThat(again.config().eosTokenIds()).containsExactly(2);
      }
    }
  }
}
