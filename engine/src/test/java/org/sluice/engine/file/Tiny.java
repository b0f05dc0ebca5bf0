package org.sluice.engine.file;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;

/** The tiny golden model and copies of it to spoil. */
public final class Tiny {
  public static final Path FOLDER = Path.of("src/test/resources/golden/tiny");
  public static final Path GGUF = FOLDER.resolve("tiny.gguf");

  private Tiny() {}

  /** What transformers computes from it. */
  public static JsonNode expected() throws IOException {
    return new ObjectMapper().readTree(FOLDER.resolve("expected.json").toFile());
  }

  /** A copy of the folder's files. */
  public static Path copy(Path to) throws IOException {
    Files.createDirectories(to);
    try (Stream<Path> files = Files.list(FOLDER)) {
      for (Path file : files.filter(Files::isRegularFile).toList()) {
        Files.copy(file, to.resolve(file.getFileName()));
      }
    }
    return to;
  }
}
