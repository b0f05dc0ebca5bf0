package org.sluice.engine.file;

import com.fasterxml.jackson.databind.node.MissingNode;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.sluice.base.Nearest;
import org.sluice.base.Shown;
import org.sluice.base.UserError;
import org.sluice.engine.tokenizer.GgufVocabulary;

/** A GGUF file under transformers' names, with its rows in transformers' order. */
final class GgufCheckpoint implements Checkpoint {
  /** More than any model has; a damaged shape must not make a list of its size. */
  private static final long MOST_EXPERTS = 4096;

  private final Path path;
  private final GgufFile file;
  private final Map<String, GgufNames.Tensor> sources = new LinkedHashMap<>();
  private ModelConfig config;
  private String digest;

  private GgufCheckpoint(Path path, GgufFile file) {
    this.path = path;
    this.file = file;
  }

  static Checkpoint open(Path path) {
    String name = String.valueOf(path.getFileName());
    if (HuggingFaceFolder.isPickle(name)) {
      throw Checkpoint.pickle(path);
    }
    if (name.endsWith(".safetensors")) {
      throw UserError.at(
          path, "", "weights alone are no model", "give the folder with its config.json");
    }
    GgufCheckpoint opened = new GgufCheckpoint(path, GgufFile.open(path));
    try {
      opened.readConfig();
    } catch (RuntimeException e) {
      opened.close();
      throw e;
    }
    return opened;
  }

  private void readConfig() {
    String name = String.valueOf(file.metadata().get("general.architecture"));
    GgufArchitecture architecture =
        GgufArchitecture.named(name, file.tensors().contains("blk.0.attn_norm_2.weight"))
            .orElseThrow(() -> unknown(name));
    file.tensors().stream().filter(t -> !t.startsWith("rope_")).forEach(t -> list(t, architecture));
    if (!file.tensors().contains("token_embd.weight")) {
      throw UserError.at(
          path, "token_embd.weight", "there is no such tensor", "take a file with weights");
    }
    config =
        ConfigReader.read(
            path, GgufConfig.json(path, file, architecture), MissingNode.getInstance());
    Architecture.named(config.modelType()).check(config, this);
  }

  private void list(String tensor, GgufArchitecture architecture) {
    long[] shape = file.shape(tensor);
    int experts = shape.length == 3 ? (int) Math.min(shape[0], MOST_EXPERTS) : 0;
    List<GgufNames.Tensor> found = architecture.names().inFile(tensor, experts);
    found.forEach(source -> sources.put(source.name(), source));
    if (found.isEmpty()) { // the model will refuse it
      sources.put(tensor, new GgufNames.Tensor(tensor, tensor, GgufChange.NONE, -1));
    }
  }

  private UserError unknown(String name) {
    List<String> known = GgufArchitecture.allNames();
    return UserError.at(
        path,
        "general.architecture",
        "the architecture '" + Shown.of(name) + "' is not known",
        "take a model of one of " + known + " (nearest: " + Nearest.to(name, known) + ")");
  }

  @Override
  public Path path() {
    return path;
  }

  @Override
  public ModelConfig config() {
    return config;
  }

  @Override
  public Set<String> tensors() {
    return Collections.unmodifiableSet(sources.keySet());
  }

  @Override
  public long[] shape(String name) {
    GgufNames.Tensor source = source(name);
    long[] shape = source.change().shape(file.shape(source.file()));
    return source.expert() < 0 ? shape : Arrays.copyOfRange(shape, 1, shape.length);
  }

  @Override
  public float[] read(String name) {
    GgufNames.Tensor source = source(name);
    long[] shape = shape(name);
    int count = (int) Arrays.stream(shape).reduce(1, Math::multiplyExact);
    int first = Math.max(0, source.expert()) * count;
    int rows = source.change().rows(config).length;
    if (rows > 0 && shape[0] != rows) {
      throw UserError.at(
          path,
          source.file(),
          "has " + shape[0] + " rows, the heads of the configuration need " + rows,
          "copy or download the file again");
    }
    return source.change().toFolder(file.floats(source.file(), first, count), shape, config);
  }

  private GgufNames.Tensor source(String name) {
    GgufNames.Tensor found = sources.get(name);
    if (found == null) {
      throw UserError.at(path, name, "there is no such tensor", "take a complete file");
    }
    return found;
  }

  @Override
  public String tokenizerJson() {
    return GgufVocabulary.of(path, file.metadata()).tokenizerJson();
  }

  @Override
  public Map<String, Object> tokenizerConfig() {
    return GgufVocabulary.of(path, file.metadata()).tokenizerConfig();
  }

  @Override
  public Optional<String> chatTemplate() {
    return Optional.ofNullable(file.metadata().get("tokenizer.chat_template"))
        .map(Object::toString);
  }

  @Override
  public Map<String, String> specialTokens() {
    return GgufVocabulary.of(path, file.metadata()).specialTokens();
  }

  @Override
  public boolean quantized() {
    return file.tensors().stream().anyMatch(name -> file.type(name).quantized());
  }

  @Override
  public synchronized String digest() {
    if (digest == null) {
      digest = Digests.sha256(List.of(path));
    }
    return digest;
  }

  @Override
  public void close() {
    file.close();
  }
}
