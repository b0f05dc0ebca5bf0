package org.sluice.jobs.train;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * The run's curve: JSON lines in a file that rank 0 appends to and the driver reads while it grows.
 * A line that is still being written is not seen.
 */
final class TrainLog {
  private static final ObjectMapper JSON = new ObjectMapper();

  private final Path file;

  TrainLog(Path file) {
    this.file = file;
  }

  /**
   * One logged step.
   *
   * @param step updates done
   * @param loss mean cross entropy of a target token since the line before, in nats
   * @param learningRate of this step
   * @param gradNorm before clipping
   * @param tokens of all ranks since the line before
   * @param tokensPerSecond of all ranks since the line before
   * @param rssMb resident memory of rank 0, in MiB
   * @param time seconds since 1970
   */
  record Line(
      long step,
      double loss,
      double learningRate,
      double gradNorm,
      long tokens,
      double tokensPerSecond,
      long rssMb,
      double time) {

    String toJson() {
      ObjectNode node = JSON.createObjectNode();
      node.put("step", step).put("loss", loss).put("lr", learningRate).put("grad_norm", gradNorm);
      node.put("tokens", tokens).put("tokens_per_second", tokensPerSecond);
      return node.put("rss_mb", rssMb).put("time", time).toString();
    }

    /** The line, unless the text is none, as the end of a killed writer's last line is. */
    static Optional<Line> of(String text) {
      try {
        JsonNode node = JSON.readTree(text);
        if (node == null || !node.has("time")) {
          return Optional.empty();
        }
        return Optional.of(
            new Line(
                node.get("step").asLong(),
                node.get("loss").asDouble(),
                node.get("lr").asDouble(),
                node.get("grad_norm").asDouble(),
                node.get("tokens").asLong(),
                node.get("tokens_per_second").asDouble(),
                node.get("rss_mb").asLong(),
                node.get("time").asDouble()));
      } catch (JsonProcessingException e) {
        return Optional.empty();
      }
    }
  }

  void append(Line line) {
    write(line.toJson() + "\n", StandardOpenOption.APPEND);
  }

  /** Forgets the steps after one: a run that resumes there will write them again. */
  void cutAfter(long step) {
    StringBuilder kept = new StringBuilder();
    for (Line line : lines()) {
      if (line.step() <= step) {
        kept.append(line.toJson()).append('\n');
      }
    }
    write(kept.toString(), StandardOpenOption.TRUNCATE_EXISTING);
  }

  List<Line> lines() {
    List<Line> lines = new ArrayList<>();
    try {
      if (Files.exists(file)) {
        Files.readAllLines(file).forEach(text -> Line.of(text).ifPresent(lines::add));
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return lines;
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
