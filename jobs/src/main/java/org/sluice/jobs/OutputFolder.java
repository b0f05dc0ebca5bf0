package org.sluice.jobs;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.sluice.base.UserError;

/**
 * The folder of a run (OUTPUT). The file {@code sluice.json} marks it as ours, whether a recipe
 * works in it or single steps; a folder with other data in it is refused.
 */
public final class OutputFolder {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final String MARKER = "sluice.json";

  /** Refused commands may have left lines here; they are nobody's data. */
  private static final String LOGS = "logs";

  private final Path root;
  private final String recipe;

  private OutputFolder(Path root, String recipe) {
    this.root = root;
    this.recipe = recipe;
  }

  /**
   * Looks at a folder and changes nothing.
   *
   * @throws UserError when it is a file, or holds data that is not ours
   */
  public static OutputFolder of(Path root) {
    String remedy = "choose another output.path, or delete it";
    Path marker = root.resolve(MARKER);
    if (Files.exists(marker)) {
      return new OutputFolder(root, read(marker).path("recipe").asText());
    }
    if (Files.exists(root) && !Files.isDirectory(root)) {
      throw UserError.at(root, "", "is a file, not a folder", remedy);
    }
    if (!isFree(root)) {
      throw UserError.at(root, "", "holds data that no run of Sluice has written", remedy);
    }
    return new OutputFolder(root, "");
  }

  /** The recipe that works in this folder; empty when only single steps have done so. */
  public String recipe() {
    return recipe;
  }

  /**
   * Makes the folder and marks it for single steps; the mark of a recipe stays.
   *
   * @throws UserError when it cannot be written
   */
  public void mark() {
    if (!Files.exists(root.resolve(MARKER))) {
      write(Map.of());
    }
  }

  /**
   * Makes the folder and marks it for a recipe.
   *
   * @throws UserError when it cannot be written
   */
  public void mark(String recipeName, String digest) {
    write(new TreeMap<>(Map.of("recipe", recipeName, "digest", digest)));
  }

  private void write(Map<String, String> facts) {
    try {
      Files.createDirectories(root);
      JSON.writeValue(root.resolve(MARKER).toFile(), facts);
    } catch (IOException e) {
      throw UserError.at(
              root, "", "cannot be written: " + e.getMessage(), "choose another output.path")
          .causedBy(e);
    }
  }

  private static JsonNode read(Path marker) {
    try {
      return JSON.readTree(marker.toFile());
    } catch (IOException e) {
      throw UserError.at(marker, "", "cannot be read", "delete the folder").causedBy(e);
    }
  }

  private static boolean isFree(Path folder) {
    if (!Files.exists(folder)) {
      return true;
    }
    try (Stream<Path> files = Files.list(folder)) {
      return files.allMatch(file -> file.endsWith(LOGS));
    } catch (IOException e) {
      throw UserError.at(folder, "", "cannot be read", "choose another output.path").causedBy(e);
    }
  }
}
