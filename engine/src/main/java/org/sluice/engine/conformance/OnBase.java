package org.sluice.engine.conformance;

import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.sluice.engine.file.Checkpoint;
import org.sluice.engine.file.ModelConfig;
import org.sluice.engine.file.SafetensorsFile;

/**
 * A model some of whose weights another method's start has changed: pissa, olora and loftq leave a
 * base behind, to which their adapter belongs.
 */
final class OnBase implements Checkpoint {
  private static final String PREFIX = "base.";

  private final Checkpoint model;
  private final SafetensorsFile start;

  /**
   * @param start has the changed weights as base.NAME
   */
  OnBase(Checkpoint model, SafetensorsFile start) {
    this.model = model;
    this.start = start;
  }

  @Override
  public float[] read(String name) {
    return start.tensors().contains(PREFIX + name) ? start.floats(PREFIX + name) : model.read(name);
  }

  @Override
  public Path path() {
    return model.path();
  }

  @Override
  public ModelConfig config() {
    return model.config();
  }

  @Override
  public Set<String> tensors() {
    return model.tensors();
  }

  @Override
  public long[] shape(String name) {
    return model.shape(name);
  }

  @Override
  public String tokenizerJson() {
    return model.tokenizerJson();
  }

  @Override
  public Map<String, Object> tokenizerConfig() {
    return model.tokenizerConfig();
  }

  @Override
  public Optional<String> chatTemplate() {
    return model.chatTemplate();
  }

  @Override
  public Map<String, String> specialTokens() {
    return model.specialTokens();
  }

  @Override
  public boolean quantized() {
    return model.quantized();
  }

  @Override
  public String digest() {
    return model.digest();
  }

  @Override
  public void close() {}
}
