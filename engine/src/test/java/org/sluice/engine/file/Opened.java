package org.sluice.engine.file;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.sluice.base.UserError;

/** Opens what may be damaged and reads all of it. */
final class Opened {
  private Opened() {}

  /** A folder for the files, gone with the JVM's temporary ones. */
  static Path scratch() {
    try {
      return Files.createTempDirectory("fuzz");
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** The tiny model's folder, to put other weights in. */
  static Path folder(Path scratch) throws IOException {
    Path folder = scratch.resolve("model");
    return Files.exists(folder) ? folder : Tiny.copy(folder);
  }

  /**
   * Reads a model.
   *
   * @throws AssertionError when it is refused in more than one line
   */
  static void read(Path model) {
    readOrRefused(
        () -> {
          try (Checkpoint opened = Checkpoint.open(model)) {
            opened.tensors().forEach(opened::read);
            opened.tokenizerJson();
            opened.specialTokens();
            opened.chatTemplate();
          }
        });
  }

  /** Runs what may end in an error of one line and in no other. */
  static void readOrRefused(Runnable reading) {
    try {
      reading.run();
    } catch (UserError e) {
      if (e.getMessage().contains("\n")) {
        throw new AssertionError("more than one line: " + e.getMessage(), e);
      }
    }
  }
}
