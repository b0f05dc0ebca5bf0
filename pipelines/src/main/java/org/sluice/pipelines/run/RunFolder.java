package org.sluice.pipelines.run;

import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Map;
import java.util.stream.Stream;
import org.sluice.base.UserError;
import org.sluice.pipelines.recipe.Recipe;

/**
 * The folder of a run (OUTPUT). The file {@code sluice.json} marks it as ours; a folder with other
 * data in it is refused, and so is the run of another recipe.
 */
public final class RunFolder implements AutoCloseable {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final String MARKER = "sluice.json";

  private final Path root;
  private FileChannel lockFile;

  private RunFolder(Path root) {
    this.root = root;
  }

  /**
   * Looks at the folder of a recipe and changes nothing.
   *
   * @throws UserError when it holds other data
   */
  public static RunFolder of(Recipe recipe) {
    Path root = Path.of(recipe.output().path());
    RunFolder folder = new RunFolder(root);
    if (!Files.exists(root)) {
      return folder;
    }
    String remedy = "choose another output.path, or delete it";
    if (!Files.isDirectory(root)) {
      throw UserError.at(root, "", "is a file, not a folder", remedy);
    }
    if (!Files.exists(folder.marker())) {
      if (!isEmpty(root)) {
        throw UserError.at(root, "", "holds data that no run of Sluice has written", remedy);
      }
      return folder;
    }
    String name = folder.recipeName();
    if (!name.equals(recipe.name())) {
      throw UserError.at(root, "", "holds the run of the recipe '" + name + "'", remedy);
    }
    return folder;
  }

  /**
   * Makes the folder, marks it, and locks it until {@link #close}.
   *
   * @throws UserError when it cannot be written, or another run is at work in it
   */
  public void claim(Recipe recipe) {
    try {
      Files.createDirectories(root.resolve("runs"));
      Files.createDirectories(log().getParent());
      JSON.writeValue(
          marker().toFile(), Map.of("recipe", recipe.name(), "digest", recipe.digest()));
      lockFile =
          FileChannel.open(
              root.resolve("runs/lock"), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
      FileLock lock = tryLock();
      if (lock == null) {
        throw UserError.at(root, "", "another run is at work in this folder", "wait for its end");
      }
    } catch (IOException e) {
      throw UserError.at(
              root, "", "cannot be written: " + e.getMessage(), "choose another output.path")
          .causedBy(e);
    }
  }

  private FileLock tryLock() throws IOException {
    try {
      return lockFile.tryLock();
    } catch (OverlappingFileLockException e) {
      return null;
    }
  }

  @Override
  public void close() {
    try {
      if (lockFile != null) {
        lockFile.close();
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static boolean isEmpty(Path folder) {
    try (Stream<Path> files = Files.list(folder)) {
      return files.findAny().isEmpty();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private String recipeName() {
    try {
      return JSON.readTree(marker().toFile()).path("recipe").asText();
    } catch (IOException e) {
      throw UserError.at(marker(), "", "cannot be read", "delete the folder").causedBy(e);
    }
  }

  private Path marker() {
    return root.resolve(MARKER);
  }

  public Path root() {
    return root;
  }

  public Path tables() {
    return root.resolve("tables");
  }

  /** Fingerprints and counts of the steps that are done. */
  public Path state() {
    return root.resolve("runs/steps.json");
  }

  /** One JSON line for each step of each run. */
  public Path history() {
    return root.resolve("runs/history.jsonl");
  }

  public Path metrics() {
    return root.resolve("metrics.json");
  }

  public Path log() {
    return root.resolve("logs/sluice.log");
  }
}
