package org.sluice.pipelines.run;

import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/** OUTPUT/metrics.json: one flat map of dotted names to numbers. */
public final class Metrics {
  private static final ObjectMapper JSON =
      new ObjectMapper().enable(SerializationFeature.INDENT_OUTPUT);

  private final Path file;
  private final Map<String, Object> values;

  private Metrics(Path file, Map<String, Object> values) {
    this.file = file;
    this.values = values;
  }

  /** Reads what is there. */
  public static Metrics load(Path file) {
    try {
      return new Metrics(
          file,
          Files.exists(file)
              ? JSON.readValue(file.toFile(), new TypeReference<TreeMap<String, Object>>() {})
              : new TreeMap<>());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Adds what a step has measured; a name without a dot gets the step's before it. */
  public void merge(String step, Map<String, Object> measured) {
    if (measured.isEmpty()) {
      return;
    }
    measured.forEach(
        (name, value) -> values.put(name.contains(".") ? name : step + "." + name, value));
    try {
      Path fresh = file.resolveSibling(file.getFileName() + ".tmp");
      JSON.writeValue(fresh.toFile(), values);
      Files.move(fresh, file, StandardCopyOption.ATOMIC_MOVE);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** A number, if it was measured. */
  public Optional<Double> number(String name) {
    return values.get(name) instanceof Number number
        ? Optional.of(number.doubleValue())
        : Optional.empty();
  }
}
