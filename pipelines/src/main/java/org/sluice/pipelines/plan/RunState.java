package org.sluice.pipelines.plan;

import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import org.sluice.base.config.Canonical;

/** The steps that have been done in a folder, newest record of each. */
public final class RunState {
  private static final ObjectMapper JSON =
      new ObjectMapper().disable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES);

  /** How the input of a step is named whose rows another step hands over, before a digest. */
  static final String HANDED_OVER = "rows of ";

  private final Path file;
  private final Map<String, StepRecord> done;

  private RunState(Path file, Map<String, StepRecord> done) {
    this.file = file;
    this.done = done;
  }

  /** Reads the state; a file that cannot be read counts as nothing done. */
  public static RunState load(Path file) {
    Map<String, StepRecord> done = new LinkedHashMap<>();
    if (Files.exists(file)) {
      try {
        done =
            JSON.readValue(
                file.toFile(), new TypeReference<LinkedHashMap<String, StepRecord>>() {});
      } catch (IOException e) {
        // An older version or a torn disk: doing the steps again is always right.
      }
    }
    return new RunState(file, done);
  }

  public Optional<StepRecord> step(String name) {
    return Optional.ofNullable(done.get(name));
  }

  /** The steps that have been done, in the order in which they were first done. */
  public Map<String, StepRecord> steps() {
    return Collections.unmodifiableMap(done);
  }

  /** Forgets a step, because it is about to run again. */
  public void forget(String name) {
    if (done.remove(name) != null) {
      save();
    }
  }

  public void record(String name, StepRecord record) {
    done.put(name, record);
    save();
  }

  /**
   * Takes over tables that rows were taken out of behind the steps' backs: what was done on a table
   * as it was counts as done on the table as it is.
   *
   * @param stamps new stamps of tables by "TABLE@OLD STAMP"
   */
  public void restamp(Map<String, String> stamps) {
    Map<String, String> handed = new LinkedHashMap<>();
    for (Map.Entry<String, StepRecord> step : done.entrySet()) {
      StepRecord before = step.getValue();
      StepRecord after = before.restamped(stamps, handed);
      handed.put(
          HANDED_OVER + Canonical.digest(before.fingerprint()),
          HANDED_OVER + Canonical.digest(after.fingerprint()));
      step.setValue(after);
    }
    save();
  }

  private void save() {
    try {
      Files.createDirectories(file.getParent());
      Path fresh = file.resolveSibling(file.getFileName() + ".tmp");
      JSON.writerWithDefaultPrettyPrinter().writeValue(fresh.toFile(), done);
      Files.move(fresh, file, StandardCopyOption.ATOMIC_MOVE);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
