package org.sluice.engine.model;

import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import org.sluice.engine.file.Checkpoint;
import org.sluice.engine.file.ModelConfig;

/**
 * A checkpoint with some tensors replaced by vectors; an empty one takes the tensor away.
 *
 * @param changed values by name
 */
record ChangedCheckpoint(Checkpoint real, Map<String, float[]> changed) implements Checkpoint {
  @Override
  public Path path() {
    return real.path();
  }

  @Override
  public ModelConfig config() {
    return real.config();
  }

  @Override
  public Set<String> tensors() {
    Set<String> names = new TreeSet<>(real.tensors());
    changed.forEach(
        (name, values) -> {
          if (values.length == 0) {
            names.remove(name);
          } else {
            names.add(name);
          }
        });
    return names;
  }

  @Override
  public long[] shape(String name) {
    return changed.containsKey(name) ? new long[] {changed.get(name).length} : real.shape(name);
  }

  @Override
  public float[] read(String name) {
    return changed.containsKey(name) ? changed.get(name) : real.read(name);
  }

  @Override
  public String tokenizerJson() {
    return real.tokenizerJson();
  }

  @Override
  public Map<String, Object> tokenizerConfig() {
    return real.tokenizerConfig();
  }

  @Override
  public Optional<String> chatTemplate() {
    return real.chatTemplate();
  }

  @Override
  public Map<String, String> specialTokens() {
    return real.specialTokens();
  }

  @Override
  public boolean quantized() {
    return real.quantized();
  }

  @Override
  public String digest() {
    return real.digest();
  }

  @Override
  public void close() {
    real.close();
  }
}
