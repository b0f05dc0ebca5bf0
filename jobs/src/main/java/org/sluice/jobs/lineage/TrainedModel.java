package org.sluice.jobs.lineage;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.sluice.base.UserError;
import org.sluice.engine.file.AtomicFiles;
import org.sluice.engine.file.Json;

/**
 * A model or an adapter on disk, as the file {@code sluice.json} in its folder tells where it came
 * from.
 *
 * @param provenance run_id, code_version, recipe_digest, and table.NAME with the stamp of each
 *     table
 * @param forgotten rows it was trained on that have been forgotten since; 0: none
 */
public record TrainedModel(Path folder, Map<String, String> provenance, long forgotten) {
  private static final String MANIFEST = "sluice.json";
  private static final String PROVENANCE = "provenance";
  private static final String FORGOTTEN = "forgotten";
  private static final String TABLE = "table.";

  /** OUTPUT/export/adapter lies deepest. */
  private static final int DEEPEST = 3;

  /**
   * Reads a folder.
   *
   * @throws UserError when it holds no model of ours
   */
  public static TrainedModel at(Path folder) {
    return read(folder)
        .orElseThrow(
            () ->
                UserError.at(
                    folder,
                    "",
                    "holds no adapter and no model that Sluice has trained",
                    "give a folder with a file " + MANIFEST + ", such as OUTPUT/adapter"));
  }

  /** All models in a run's folder, by path. */
  public static List<TrainedModel> in(Path output) {
    List<TrainedModel> found = new ArrayList<>();
    try (Stream<Path> files =
        Files.find(output, DEEPEST, (path, facts) -> path.endsWith(MANIFEST))) {
      for (Path file : files.sorted().toList()) {
        read(file.getParent()).ifPresent(found::add);
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return found;
  }

  private static Optional<TrainedModel> read(Path folder) {
    Path file = folder.resolve(MANIFEST);
    if (!Files.isRegularFile(file)) {
      return Optional.empty();
    }
    JsonNode json = Json.object(file);
    if (!json.has(PROVENANCE)) {
      return Optional.empty(); // the mark of a run's folder
    }
    Map<String, String> provenance = new TreeMap<>();
    json.get(PROVENANCE)
        .properties()
        .forEach(entry -> provenance.put(entry.getKey(), entry.getValue().asText()));
    return Optional.of(new TrainedModel(folder, provenance, json.path(FORGOTTEN).asLong()));
  }

  public String runId() {
    return provenance.getOrDefault("run_id", "");
  }

  /** The step that trained it, as the table of trained rows names it. */
  public String step() {
    return provenance.getOrDefault("code_version", "").split(" ")[0];
  }

  /** The state of each table when it was trained, by the table's name. */
  public Map<String, String> stamps() {
    Map<String, String> stamps = new TreeMap<>();
    provenance.forEach(
        (key, stamp) -> {
          if (key.startsWith(TABLE)) {
            stamps.put(key.substring(TABLE.length()), stamp);
          }
        });
    return stamps;
  }

  /** Notes in the folder how many rows the model must not have been trained on. */
  void mark(long rows) {
    ObjectNode json = (ObjectNode) Json.object(folder.resolve(MANIFEST));
    json.put(FORGOTTEN, json.path(FORGOTTEN).asLong() + rows);
    AtomicFiles.write(folder.resolve(MANIFEST), json.toPrettyString() + "\n");
  }
}
