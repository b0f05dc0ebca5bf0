package org.sluice.engine.model;

import com.fasterxml.jackson.databind.JsonNode;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import org.sluice.engine.file.Checkpoint;
import org.sluice.engine.file.ModelConfig;
import org.sluice.engine.file.SafetensorsFile;

/** A golden model whose head lies beside the body that it shares with others. */
final class HeadCheckpoint implements Checkpoint {
  private final Path folder;
  private final ModelConfig config;
  private final Checkpoint body;
  private final Optional<SafetensorsFile> head;
  private final Map<String, String> inBody = new TreeMap<>();

  private HeadCheckpoint(
      Path folder, ModelConfig config, Checkpoint body, Optional<SafetensorsFile> head) {
    this.folder = folder;
    this.config = config;
    this.body = body;
    this.head = head;
  }

  static HeadCheckpoint open(Path folder, JsonNode json) {
    Path own = folder.resolve("head.safetensors");
    if (!Files.exists(own)) {
      Checkpoint whole = Checkpoint.open(folder);
      HeadCheckpoint checkpoint =
          new HeadCheckpoint(folder, whole.config(), whole, Optional.empty());
      whole.tensors().forEach(name -> checkpoint.inBody.put(name, name));
      return checkpoint;
    }
    Checkpoint body = Checkpoint.open(folder.getParent().getParent());
    SafetensorsFile head = SafetensorsFile.open(own);
    HeadCheckpoint checkpoint =
        new HeadCheckpoint(folder, Checkpoint.readConfig(folder), body, Optional.of(head));
    String headPrefix = json.path("weights_map").path("head_prefix").asText();
    String basePrefix = json.path("weights_map").path("base_prefix").asText();
    boolean shares = json.path("weights_map").path("shared_tensors").asInt() > 0;
    for (String name : body.tensors()) {
      if (shares && name.startsWith(basePrefix)) {
        checkpoint.inBody.put(headPrefix + name.substring(basePrefix.length()), name);
      }
    }
    head.tensors().forEach(checkpoint.inBody::remove);
    return checkpoint;
  }

  @Override
  public Path path() {
    return folder;
  }

  @Override
  public ModelConfig config() {
    return config;
  }

  @Override
  public Set<String> tensors() {
    Set<String> all = new java.util.TreeSet<>(inBody.keySet());
    head.ifPresent(h -> all.addAll(h.tensors()));
    return all;
  }

  @Override
  public long[] shape(String name) {
    String own = inBody.get(name);
    return own == null ? head.orElseThrow().info(name).shape() : body.shape(own);
  }

  @Override
  public float[] read(String name) {
    String own = inBody.get(name);
    return own == null ? head.orElseThrow().floats(name) : body.read(own);
  }

  @Override
  public String tokenizerJson() {
    return body.tokenizerJson();
  }

  @Override
  public Map<String, Object> tokenizerConfig() {
    return body.tokenizerConfig();
  }

  @Override
  public Optional<String> chatTemplate() {
    return body.chatTemplate();
  }

  @Override
  public Map<String, String> specialTokens() {
    return body.specialTokens();
  }

  @Override
  public boolean quantized() {
    return body.quantized();
  }

  @Override
  public String digest() {
    return body.digest();
  }

  @Override
  public void close() {
    body.close();
    head.ifPresent(SafetensorsFile::close);
  }
}
