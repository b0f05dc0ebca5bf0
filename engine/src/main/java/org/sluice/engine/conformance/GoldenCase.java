package org.sluice.engine.conformance;

import com.fasterxml.jackson.databind.JsonNode;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.sluice.engine.file.Checkpoint;
import org.sluice.engine.file.Json;
import org.sluice.engine.file.ModelConfig;
import org.sluice.engine.file.SafetensorsFile;

/**
 * One folder of expected numbers: a model, or a method on it.
 *
 * @param model the folder with config.json and inputs.safetensors
 * @param adapter the folder of the method below it, if this case is one
 */
record GoldenCase(Path model, Optional<Path> adapter) {
  static final String CASE = "case.json";
  static final String INPUTS = "inputs.safetensors";
  private static final String EXPECTED = "expected.safetensors";

  /** The folder that holds this case's expectations. */
  Path folder() {
    return adapter.orElse(model);
  }

  /** What the maker noted about the model. */
  JsonNode modelInfo() {
    return Json.object(model.resolve(CASE));
  }

  /** The model: the folder itself, or a file or folder of few bits in it. */
  private Path weights() {
    for (String name : List.of("model.gguf", "quantised")) {
      if (Files.exists(model.resolve(name))) {
        return model.resolve(name);
      }
    }
    return model;
  }

  /** What the maker noted about this case; an adapter may have nothing of its own. */
  JsonNode info() {
    Path own = folder().resolve(CASE);
    return Files.exists(own) ? Json.object(own) : modelInfo();
  }

  /** The model's weights; those of another head lie beside the body's. */
  Checkpoint checkpoint() {
    JsonNode info = modelInfo();
    if (!info.has("weights_map")) {
      return Checkpoint.open(weights());
    }
    return new HeadCheckpoint(
        model,
        ModelConfig.read(model.resolve("config.json")),
        SafetensorsFile.open(model.resolve(info.path("weights").path(1).asText())),
        SafetensorsFile.open(model.resolve(info.path("weights").path(0).asText())),
        info.path("weights_map"));
  }

  SafetensorsFile inputs() {
    return SafetensorsFile.open(model.resolve(INPUTS));
  }

  SafetensorsFile expected() {
    return SafetensorsFile.open(folder().resolve(EXPECTED));
  }

  /** How far rounding alone moved a tensor, by name; only what was noticeable. */
  Map<String, Double> noise() {
    Map<String, Double> noise = new HashMap<>();
    info()
        .path("noise_above_1e-6")
        .properties()
        .forEach(entry -> noise.put(entry.getKey(), entry.getValue().asDouble()));
    return noise;
  }

  /** The model as the reports name it: "llama", "llama/SEQ_CLS". */
  String modelName() {
    Path above = model.toAbsolutePath().getParent();
    boolean head = above != null && above.endsWith("heads") && above.getParent() != null;
    return head
        ? above.getParent().getFileName() + "/" + model.getFileName()
        : model.toAbsolutePath().getFileName().toString();
  }

  /** The method as the reports name it: the folder's name, "-" for the model alone. */
  String methodName() {
    return adapter.map(path -> path.toAbsolutePath().getFileName().toString()).orElse("-");
  }
}
