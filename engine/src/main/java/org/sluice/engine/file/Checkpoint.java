package org.sluice.engine.file;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.sluice.base.UserError;

/**
 * A model on disk, whatever its form. Tensors have the names that transformers gives them ({@code
 * model.layers.0.self_attn.q_proj.weight}) and its order of rows.
 *
 * <p>Every method throws {@link UserError} when the files are missing, truncated or damaged.
 */
public interface Checkpoint extends AutoCloseable {
  /**
   * Opens a model: a folder with {@code config.json} and safetensors (one file or shards), or a
   * {@code .gguf} file.
   *
   * @throws UserError when it is missing, truncated, damaged or of an unknown architecture
   */
  static Checkpoint open(Path path) {
    if (Files.isDirectory(path)) {
      return HuggingFaceFolder.open(path);
    }
    if (!Files.exists(path)) {
      throw UserError.at(
          path,
          "",
          "there is no such model",
          "give a folder with config.json and model.safetensors, or a .gguf file");
    }
    return GgufCheckpoint.open(path);
  }

  /**
   * The configuration of a folder, whatever its weights.
   *
   * @throws UserError when it is missing, damaged or of an unknown architecture
   */
  static ModelConfig readConfig(Path folder) {
    return HuggingFaceFolder.config(folder);
  }

  /** The error for weights that are a pickle. */
  static UserError pickle(Path file) {
    return UserError.at(
        file,
        "",
        "is a pickle, which can run code of its maker when it is read",
        "convert it to safetensors");
  }

  /** The folder or file that was opened. */
  Path path();

  ModelConfig config();

  /** Names of all tensors. */
  Set<String> tensors();

  /** Shape, slowest dimension first. */
  long[] shape(String name);

  /** The tensor in float32, row-major. Dequantised when the file keeps it in fewer bits. */
  float[] read(String name);

  /** The tokenizer as the text of a Hugging Face {@code tokenizer.json}. */
  String tokenizerJson();

  /** The tokenizer's settings as in {@code tokenizer_config.json}; empty when there are none. */
  Map<String, Object> tokenizerConfig();

  /** The chat template in Jinja, when the model has one. */
  Optional<String> chatTemplate();

  /** Special tokens by role: {@code bos_token}, {@code eos_token}, {@code pad_token}, ... */
  Map<String, String> specialTokens();

  /** Whether the weights were stored in fewer than 16 bits: {@link #read} is then lossy. */
  boolean quantized();

  /**
   * SHA-256 in hex over the configuration and every weight file: the same digest means the same
   * model.
   */
  String digest();

  @Override
  void close();
}
