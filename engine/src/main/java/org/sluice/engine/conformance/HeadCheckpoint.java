package org.sluice.engine.conformance;

import com.fasterxml.jackson.databind.JsonNode;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import org.sluice.engine.file.Checkpoint;
import org.sluice.engine.file.ModelConfig;
import org.sluice.engine.file.SafetensorsFile;

/**
 * A model with another head: its own tensors, and the body's under other names. A tensor
 * head_prefix + x of it is base_prefix + x of the body's file unless it has that itself.
 */
final class HeadCheckpoint implements Checkpoint {
  private final Path folder;
  private final ModelConfig config;
  private final SafetensorsFile own;
  private final SafetensorsFile body;
  private final String here;
  private final String there;
  private final boolean shares;

  HeadCheckpoint(
      Path folder, ModelConfig config, SafetensorsFile own, SafetensorsFile body, JsonNode map) {
    this.folder = folder;
    this.config = config;
    this.own = own;
    this.body = body;
    here = map.path("head_prefix").asText("");
    there = map.path("base_prefix").asText("");
    shares = map.path("shared_tensors").asInt(1) > 0;
  }

  private String inBody(String name) {
    return there + name.substring(here.length());
  }

  @Override
  public Set<String> tensors() {
    Set<String> names = new TreeSet<>(own.tensors());
    for (String name : body.tensors()) {
      if (shares && name.startsWith(there)) {
        names.add(here + name.substring(there.length()));
      }
    }
    return names;
  }

  @Override
  public long[] shape(String name) {
    return own.tensors().contains(name) ? own.info(name).shape() : body.info(inBody(name)).shape();
  }

  @Override
  public float[] read(String name) {
    return own.tensors().contains(name) ? own.floats(name) : body.floats(inBody(name));
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
  public String tokenizerJson() {
    throw new UnsupportedOperationException("golden models have no tokenizer");
  }

  @Override
  public Map<String, Object> tokenizerConfig() {
    return Map.of();
  }

  @Override
  public Optional<String> chatTemplate() {
    return Optional.empty();
  }

  @Override
  public Map<String, String> specialTokens() {
    return Map.of();
  }

  @Override
  public boolean quantized() {
    return false;
  }

  @Override
  public String digest() {
    throw new UnsupportedOperationException("golden models have no digest");
  }

  @Override
  public void close() {
    own.close();
    body.close();
  }
}
