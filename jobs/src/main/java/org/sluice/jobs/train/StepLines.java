package org.sluice.jobs.train;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import org.sluice.engine.file.Json;

/**
 * A file of JSON lines with a step each, that rank 0 appends to and the driver reads while it
 * grows. A line that is still being written, or that a killed writer left unfinished, is not seen.
 */
final class StepLines {
  private static final String STEP = "step";

  private final Path file;

  StepLines(Path file) {
    this.file = file;
  }

  void append(ObjectNode line) {
    write(line + "\n", StandardOpenOption.APPEND);
  }

  /** Forgets the steps after one: a run that resumes there will write them again. */
  void cutAfter(long step) {
    StringBuilder kept = new StringBuilder();
    for (JsonNode line : all()) {
      if (line.path(STEP).asLong() <= step) {
        kept.append(line).append('\n');
      }
    }
    write(kept.toString(), StandardOpenOption.TRUNCATE_EXISTING);
  }

  List<JsonNode> all() {
    List<JsonNode> lines = new ArrayList<>();
    try {
      if (Files.exists(file)) {
        for (String text : Files.readAllLines(file)) {
          JsonNode line = parsed(text);
          if (line.has(STEP)) {
            lines.add(line);
          }
        }
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return lines;
  }

  private static JsonNode parsed(String text) {
    try {
      return Json.MAPPER.readTree(text);
    } catch (JsonProcessingException e) {
      return Json.MAPPER.createObjectNode();
    }
  }

  private void write(String text, StandardOpenOption how) {
    try {
      Files.createDirectories(file.getParent());
      Files.writeString(file, text, StandardOpenOption.CREATE, StandardOpenOption.WRITE, how);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
