package org.sluice.engine.export;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.sluice.engine.file.AtomicFiles;
import org.sluice.engine.file.Json;
import org.sluice.engine.file.SafetensorsWriter;
import org.sluice.engine.file.TensorType;

/**
 * A Hugging Face folder: config.json, generation_config.json, model.safetensors, tokenizer.json,
 * tokenizer_config.json, and sluice.json with what is known of the model's origin.
 *
 * @param type in which the weights are stored: F32, F16 or BF16
 */
record PlainFolder(TensorType type) implements ModelForm {
  @Override
  public void write(Path target, ModelParts parts) {
    SafetensorsWriter writer = new SafetensorsWriter(Map.of("format", "pt"));
    parts
        .tensors()
        .forEach((name, tensor) -> writer.addFloats(name, type, tensor.shape(), tensor.values()));
    write(target, parts, writer, ConfigWriter.config(parts.config(), type));
  }

  /** The folder around weights of any form. */
  static void write(Path target, ModelParts parts, SafetensorsWriter weights, ObjectNode config) {
    ObjectNode origin = Json.MAPPER.createObjectNode();
    parts.provenance().forEach(origin.putObject("provenance")::put);
    AtomicFiles.folder(
        target,
        folder -> {
          weights.write(folder.resolve("model.safetensors"));
          text(folder, "config.json", config);
          text(folder, "generation_config.json", ConfigWriter.generation(parts.config()));
          Files.writeString(folder.resolve("tokenizer.json"), parts.tokenizer().tokenizerJson());
          text(
              folder,
              "tokenizer_config.json",
              Json.MAPPER.<ObjectNode>valueToTree(parts.tokenizer().tokenizerConfig()));
          text(folder, "sluice.json", origin);
        });
  }

  private static void text(Path folder, String name, ObjectNode json) throws IOException {
    Files.writeString(folder.resolve(name), json.toPrettyString());
  }
}
