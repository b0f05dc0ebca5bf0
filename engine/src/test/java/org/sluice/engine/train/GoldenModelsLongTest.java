package org.sluice.engine.train;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.condition.EnabledIfEnvironmentVariable;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.sluice.engine.adapter.Lora;
import org.sluice.engine.adapter.LoraConfig;
import org.sluice.engine.adapter.TargetModules;
import org.sluice.engine.file.Checkpoint;
import org.sluice.engine.file.SafetensorsFile;
import org.sluice.engine.model.CausalModel;
import org.sluice.engine.model.LoadOptions;
import org.sluice.engine.tensor.DType;
import org.sluice.engine.tensor.Parameter;
import org.sluice.engine.tensor.Quantization;
import org.sluice.engine.tensor.Torch;

/** The shared golden models that this engine can train. */
@Tag("long")
@EnabledIfEnvironmentVariable(named = "SLUICE_SHARED", matches = ".+")
class GoldenModelsLongTest {
  private static final Path MODELS =
      Path.of(System.getenv().getOrDefault("SLUICE_SHARED", "."), "golden", "models");

  @ParameterizedTest
  @CsvSource({"llama,lora-list", "llama,lora-all-linear", "llama,full"})
  void trainsAsTheGoldenNumbersSay(String name, String adapter) throws IOException {
    Path folder = MODELS.resolve(name).resolve("adapters").resolve(adapter);
    JsonNode hyper = new ObjectMapper().readTree(folder.resolve("case.json").toFile()).get("hyper");
    try (Torch torch = Torch.onCpu(1);
        SafetensorsFile expected = SafetensorsFile.open(folder.resolve("expected.safetensors"))) {
      CausalModel model = load(torch, MODELS.resolve(name), folder, adapter.equals("full"));
      TrainOptions options =
          new TrainOptions(
              hyper.get("steps").asInt(),
              hyper.get("lr").asDouble(),
              SchedulerType.CONSTANT,
              0,
              hyper.get("weight_decay").asDouble(),
              0,
              1);
      List<Row> rows = rows(MODELS.resolve(name).resolve("inputs.safetensors"));
      float[] losses = expected.floats("losses");
      try (Trainer trainer = new Trainer(model, options, Collective.ALONE)) {
        for (float loss : losses) {
          assertThat(trainer.step(List.of(rows)).loss()).isCloseTo(loss, within(1e-4));
        }
      }
      for (Parameter parameter : model.parameters()) {
        for (Parameter.Part part : parameter.parts()) {
          assertThat(parameter.read(part))
              .as(part.name())
              .containsExactly(expected.floats("trained." + part.name()), within(1e-4f));
        }
      }
    }
  }

  private static CausalModel load(Torch torch, Path base, Path folder, boolean full)
      throws IOException {
    LoadOptions options =
        full ? LoadOptions.trained(DType.FP32) : LoadOptions.frozen(Quantization.NONE, DType.FP32);
    CausalModel model;
    try (Checkpoint checkpoint = Checkpoint.open(base)) {
      model = CausalModel.load(torch, checkpoint, options);
    }
    if (!full) {
      JsonNode config = new ObjectMapper().readTree(folder.resolve("adapter_config.json").toFile());
      List<String> targets = new ArrayList<>();
      config.get("target_modules").forEach(target -> targets.add(target.asText()));
      LoraConfig lora =
          new LoraConfig(
              config.get("r").asInt(),
              config.get("lora_alpha").asDouble(),
              0,
              TargetModules.of(targets));
      try (SafetensorsFile start =
          SafetensorsFile.open(folder.resolve("adapter_model.safetensors"))) {
        Lora.attach(model, lora, start::floats);
      }
    }
    return model;
  }

  private static List<Row> rows(Path file) {
    try (SafetensorsFile inputs = SafetensorsFile.open(file)) {
      long[] ids = inputs.longs("input_ids");
      long[] mask = inputs.longs("attention_mask");
      long[] labels = inputs.longs("labels");
      int width = (int) inputs.info("input_ids").shape()[1];
      List<Row> rows = new ArrayList<>();
      for (int at = 0; at < ids.length; at += width) {
        int length = 0;
        while (length < width && mask[at + length] == 1) {
          length++;
        }
        int[] rowIds = new int[length];
        int[] rowLabels = new int[length];
        for (int i = 0; i < length; i++) {
          rowIds[i] = (int) ids[at + i];
          rowLabels[i] = (int) labels[at + i];
        }
        rows.add(Row.of(rowIds, rowLabels));
      }
      return rows;
    }
  }
}
