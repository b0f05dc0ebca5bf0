package org.sluice.pipelines.run;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Map;
import java.util.OptionalDouble;

/** OUTPUT/metrics.json: what the steps measured; {@code base.accuracy} lies in the object base. */
public final class Metrics {
  private static final ObjectMapper JSON =
      new ObjectMapper().enable(SerializationFeature.INDENT_OUTPUT);

  private final ObjectNode values;

  private Metrics(ObjectNode values) {
    this.values = values;
  }

  /** Reads what is there; a step may have written the file itself. */
  public static Metrics load(Path file) {
    try {
      return new Metrics(
          Files.exists(file) && JSON.readTree(file.toFile()) instanceof ObjectNode found
              ? found
              : JSON.createObjectNode());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Adds what a step has measured; a name without a dot goes into the step's own object. */
  public void merge(String step, Map<String, Object> measured) {
    measured.forEach(
        (name, value) -> {
          int dot = name.indexOf('.');
          String group = dot < 0 ? step : name.substring(0, dot);
          ObjectNode object =
              values.get(group) instanceof ObjectNode there ? there : values.putObject(group);
          object.set(name.substring(dot + 1), JSON.valueToTree(value));
        });
  }

  /** Puts the values in the place of the file. */
  public void save(Path file) {
    try {
      Path fresh = file.resolveSibling(file.getFileName() + ".tmp");
      JSON.writeValue(fresh.toFile(), values);
      Files.move(fresh, file, StandardCopyOption.ATOMIC_MOVE);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** A number, if it was measured. */
  public OptionalDouble number(String group, String name) {
    JsonNode value = values.path(group).path(name);
    return value.isNumber() ? OptionalDouble.of(value.asDouble()) : OptionalDouble.empty();
  }

  /** Prompts with the answers before and after tuning: {@code prompt, label, base, tuned}. */
  public Iterable<JsonNode> samples() {
    return values.path("samples");
  }
}
