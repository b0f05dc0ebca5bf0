package org.sluice.pipelines.run;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import org.sluice.base.UserError;
import org.sluice.jobs.OutputFolder;
import org.sluice.pipelines.recipe.Recipe;

/** The folder of a recipe's run (OUTPUT): marked, locked while a run is at work, and mapped. */
public final class RunFolder implements AutoCloseable {
  /** Where the steps that are done are noted, below OUTPUT. */
  public static final String STATE = "runs/steps.json";

  private final Path root;
  private final OutputFolder marked;
  private FileChannel lockFile;

  private RunFolder(Path root) {
    this.root = root;
    this.marked = OutputFolder.of(root);
  }

  /**
   * Looks at the folder of a recipe and changes nothing.
   *
   * @throws UserError when it holds other data, or the run of another recipe
   */
  public static RunFolder of(Recipe recipe) {
    RunFolder folder = new RunFolder(Path.of(recipe.output().path()));
    String other = folder.marked.recipe();
    if (!other.isEmpty() && !other.equals(recipe.name())) {
      throw UserError.at(
          folder.root,
          "",
          "holds the run of the recipe '" + other + "'",
          "choose another output.path, or delete it");
    }
    return folder;
  }

  /**
   * Makes the folder, marks it, and locks it until {@link #close}.
   *
   * @throws UserError when it cannot be written, or another run is at work in it
   */
  public void claim(Recipe recipe) {
    marked.mark(recipe.name(), recipe.digest());
    try {
      Files.createDirectories(root.resolve("runs"));
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

  public Path root() {
    return root;
  }

  public Path tables() {
    return root.resolve("tables");
  }

  /** Fingerprints and counts of the steps that are done. */
  public Path state() {
    return root.resolve(STATE);
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
