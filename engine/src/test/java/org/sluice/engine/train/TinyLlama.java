package org.sluice.engine.train;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.sluice.engine.adapter.Lora;
import org.sluice.engine.adapter.LoraConfig;
import org.sluice.engine.adapter.TargetModules;
import org.sluice.engine.file.Checkpoint;
import org.sluice.engine.file.SafetensorsFile;
import org.sluice.engine.model.CausalModel;
import org.sluice.engine.model.LoadOptions;
import org.sluice.engine.tensor.DType;
import org.sluice.engine.tensor.Quantization;
import org.sluice.engine.tensor.Torch;

/** The tiny Llama of golden/make_tiny_llama.py and what PEFT made of it. */
final class TinyLlama implements AutoCloseable {
  static final Path FOLDER = folder();

  final SafetensorsFile golden = SafetensorsFile.open(FOLDER.resolve("golden.safetensors"));
  final JsonNode settings = settings();

  private static Path folder() {
    try {
      return Path.of(TinyLlama.class.getResource("/golden/tiny_llama").toURI());
    } catch (URISyntaxException e) {
      throw new IllegalStateException(e);
    }
  }

  private static JsonNode settings() {
    try {
      return new ObjectMapper().readTree(Files.readString(FOLDER.resolve("golden.json")));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  static CausalModel load(Torch torch, LoadOptions options) {
    try (Checkpoint checkpoint = Checkpoint.open(FOLDER)) {
      return CausalModel.load(torch, checkpoint, options);
    }
  }

  static CausalModel frozen(Torch torch) {
    return load(torch, LoadOptions.frozen(Quantization.NONE, DType.FP32));
  }

  static LoraConfig lora(String targets, double dropout) {
    TargetModules modules =
        targets.equals("qkvo")
            ? TargetModules.of(List.of("q_proj", "k_proj", "v_proj", "o_proj"))
            : TargetModules.of("all-linear");
    return new LoraConfig(4, 8, dropout, modules);
  }

  /** The model with the adapter of a case at its start. */
  CausalModel withAdapter(Torch torch, String name) {
    CausalModel model = frozen(torch);
    Lora.attach(model, lora(name, 0), tensor -> golden.floats(name + ".init." + tensor));
    return model;
  }

  TrainOptions options(SchedulerType scheduler) {
    return new TrainOptions(
        settings.get("steps").asInt(),
        settings.get("learning_rate").asDouble(),
        scheduler,
        settings.get("warmup_steps").asInt(),
        settings.get("weight_decay").asDouble(),
        settings.get("max_grad_norm").asDouble(),
        1);
  }

  /** The batches that the golden numbers were made with. */
  List<List<Row>> batches() {
    List<List<Row>> batches = new ArrayList<>();
    for (JsonNode batch : settings.get("batches")) {
      List<Row> rows = new ArrayList<>();
      for (JsonNode row : batch) {
        rows.add(Row.of(numbers(row.get("ids")), numbers(row.get("labels"))));
      }
      batches.add(rows);
    }
    return batches;
  }

  private static int[] numbers(JsonNode list) {
    int[] numbers = new int[list.size()];
    for (int i = 0; i < numbers.length; i++) {
      numbers[i] = list.get(i).asInt();
    }
    return numbers;
  }

  @Override
  public void close() {
    golden.close();
  }
}
