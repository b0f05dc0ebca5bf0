package org.sluice.engine.file;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.AtomicMoveNotSupportedException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Comparator;
import java.util.UUID;
import java.util.stream.Stream;
import org.sluice.base.UserError;

/** Files that are there whole or not at all. */
public final class AtomicFiles {
  private AtomicFiles() {}

  /** Fills the file that it is given. */
  public interface Content {
    void writeTo(Path temporary) throws IOException;
  }

  /**
   * Writes through a temporary file in the same folder, which is made when missing. When writing
   * fails the target is as it was and the temporary file is gone.
   */
  public static void write(Path target, Content content) {
    Path temporary = null;
    try {
      Path folder = target.toAbsolutePath().getParent();
      Files.createDirectories(folder);
      // no createTempFile: its files are readable by their owner only
      temporary = folder.resolve("." + target.getFileName() + "." + UUID.randomUUID() + ".part");
      Files.createFile(temporary);
      content.writeTo(temporary);
      move(temporary, target);
    } catch (IOException e) {
      throw UserError.at(
              target,
              "",
              "cannot be written: " + reason(e),
              "check the folder's permissions and the free space on its disk")
          .causedBy(e);
    } finally {
      discard(temporary);
    }
  }

  /** Writes a text in UTF-8. */
  public static void write(Path target, String text) {
    write(target, temporary -> Files.writeString(temporary, text, StandardCharsets.UTF_8));
  }

  /**
   * Fills a folder beside the target and gives it the target's name when it is complete. An older
   * folder of that name is replaced.
   */
  public static void folder(Path target, Content content) {
    Path parent = target.toAbsolutePath().getParent();
    String name = "." + target.getFileName() + "." + UUID.randomUUID();
    Path temporary = parent.resolve(name + ".part");
    Path old = parent.resolve(name + ".old");
    try {
      Files.createDirectories(temporary);
      content.writeTo(temporary);
      if (Files.exists(target)) {
        move(target, old);
      }
      move(temporary, target);
      deleteFolder(old);
    } catch (IOException e) {
      restore(old, target);
      throw UserError.at(
              target,
              "",
              "cannot be written: " + reason(e),
              "check the folder's permissions and the free space on its disk")
          .causedBy(e);
    } finally {
      deleteFolder(temporary);
    }
  }

  private static void restore(Path old, Path target) {
    if (Files.exists(old) && !Files.exists(target)) {
      old.toFile().renameTo(target.toFile());
    }
  }

  private static void deleteFolder(Path folder) {
    if (!Files.exists(folder)) {
      return;
    }
    try (Stream<Path> files = Files.walk(folder)) {
      files.sorted(Comparator.reverseOrder()).forEach(AtomicFiles::discard);
    } catch (IOException e) {
      folder.toFile().deleteOnExit();
    }
  }

  private static void move(Path from, Path to) throws IOException {
    try {
      Files.move(from, to, StandardCopyOption.ATOMIC_MOVE);
    } catch (AtomicMoveNotSupportedException e) {
      Files.move(from, to, StandardCopyOption.REPLACE_EXISTING);
    }
  }

  private static String reason(IOException e) {
    return e.getMessage() == null ? e.getClass().getSimpleName() : e.getMessage();
  }

  private static void discard(Path temporary) {
    if (temporary != null) {
      try {
        Files.deleteIfExists(temporary);
      } catch (IOException e) {
        // what is left is a hidden .part file; the first error is the one to report
        temporary.toFile().deleteOnExit();
      }
    }
  }
}
