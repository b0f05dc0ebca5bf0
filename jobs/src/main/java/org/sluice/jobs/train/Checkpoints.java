package org.sluice.jobs.train;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.sluice.engine.file.AtomicFiles;

/**
 * Checkpoints of one run: folders {@code checkpoint-STEP}, each there whole or not at all.
 *
 * <p>A checkpoint is written under a hidden name, sealed with a file of digests in the format of
 * {@code sha256sum}, and renamed. Reading trusts only what its digests confirm.
 */
final class Checkpoints {
  private static final Pattern NAME = Pattern.compile("checkpoint-(\\d+)");
  private static final String SEAL = "sha256sums.txt";
  private static final String HIDDEN = ".checkpoint-";
  private static final String OWNER = "run.txt";

  private final Path folder;

  Checkpoints(Path folder) {
    this.folder = folder;
  }

  /** A checkpoint whose digests were right. */
  record Found(long step, Path path) {}

  /**
   * Writes a checkpoint through {@code writer}, which fills an empty folder, then keeps only the
   * newest {@code limit} ones.
   */
  Path save(long step, int limit, Consumer<Path> writer) {
    Path target = folder.resolve("checkpoint-" + step);
    try {
      removeHidden();
      AtomicFiles.folder(
          target,
          fresh -> {
            writer.accept(fresh);
            seal(fresh);
          });
      List<Long> steps = steps();
      for (long old : steps.subList(Math.min(limit, steps.size()), steps.size())) {
        delete(folder.resolve("checkpoint-" + old));
      }
      return target;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /**
   * The newest checkpoint that is sound.
   *
   * @param note told of each damaged one that is passed over
   */
  Optional<Found> newest(Consumer<String> note) {
    for (long step : steps()) {
      Path path = folder.resolve("checkpoint-" + step);
      Optional<String> damage = damage(path);
      if (damage.isEmpty()) {
        return Optional.of(new Found(step, path));
      }
      note.accept(
          path + " is damaged (" + damage.get() + "); looking for the checkpoint before it");
    }
    return Optional.empty();
  }

  /** Writes down of which run the checkpoints will be. */
  void claim(String fingerprint) {
    AtomicFiles.write(folder.resolve(OWNER), fingerprint + "\n");
  }

  /** Whether the checkpoints are of the run with this fingerprint. */
  boolean belongTo(String fingerprint) {
    try {
      return Files.readString(folder.resolve(OWNER)).strip().equals(fingerprint);
    } catch (IOException e) {
      return false; // nobody's
    }
  }

  /** Removes all checkpoints. */
  void clear() {
    try {
      for (long step : steps()) {
        delete(folder.resolve("checkpoint-" + step));
      }
      removeHidden();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Steps of the checkpoints that are there, sound or not; the newest first. */
  List<Long> steps() {
    List<Long> steps = new ArrayList<>();
    for (Path path : list(folder)) {
      Matcher name = NAME.matcher(path.getFileName().toString());
      if (name.matches()) {
        steps.add(Long.parseLong(name.group(1)));
      }
    }
    steps.sort(Comparator.reverseOrder());
    return steps;
  }

  private static void seal(Path checkpoint) throws IOException {
    StringBuilder seal = new StringBuilder();
    for (Path file : list(checkpoint)) {
      sync(file);
      seal.append(sha256(file)).append("  ").append(file.getFileName()).append('\n');
    }
    Files.writeString(checkpoint.resolve(SEAL), seal);
    sync(checkpoint.resolve(SEAL));
  }

  /** What is wrong with a checkpoint; empty when it is sound. */
  private static Optional<String> damage(Path checkpoint) {
    try {
      for (String line : Files.readAllLines(checkpoint.resolve(SEAL))) {
        String[] parts = line.split(" {2}", 2);
        if (parts.length < 2 || !sha256(checkpoint.resolve(parts[1])).equals(parts[0])) {
          return Optional.of(parts[parts.length - 1] + " has another digest");
        }
      }
      return Optional.empty();
    } catch (IOException e) {
      return Optional.of(e.getClass().getSimpleName() + ": " + e.getMessage());
    }
  }

  private static String sha256(Path file) throws IOException {
    try (InputStream in = Files.newInputStream(file)) {
      MessageDigest digest = MessageDigest.getInstance("SHA-256");
      byte[] buffer = new byte[1 << 16];
      for (int n = in.read(buffer); n >= 0; n = in.read(buffer)) {
        digest.update(buffer, 0, n);
      }
      return HexFormat.of().formatHex(digest.digest());
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java platform has SHA-256", e);
    }
  }

  private static void sync(Path file) throws IOException {
    try (FileChannel channel = FileChannel.open(file, StandardOpenOption.WRITE)) {
      channel.force(true);
    }
  }

  private void removeHidden() throws IOException {
    for (Path path : list(folder)) {
      if (path.getFileName().toString().startsWith(HIDDEN)) {
        delete(path);
      }
    }
  }

  private static List<Path> list(Path folder) {
    if (!Files.isDirectory(folder)) {
      return List.of();
    }
    try (Stream<Path> files = Files.list(folder)) {
      return files.sorted().toList();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static void delete(Path folder) throws IOException {
    for (Path file : list(folder)) {
      delete(file);
    }
    Files.deleteIfExists(folder);
  }
}
