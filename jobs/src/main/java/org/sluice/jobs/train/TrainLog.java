package org.sluice.jobs.train;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.nio.file.Path;
import java.util.List;
import org.sluice.engine.evaluate.Loss;
import org.sluice.engine.file.Json;

/** The run's curve, step by step. */
final class TrainLog {
  private final StepLines lines;

  TrainLog(Path file) {
    lines = new StepLines(file);
  }

  /**
   * One logged step.
   *
   * @param step updates done
   * @param loss mean cross entropy of a target token since the line before, in nats
   * @param learningRate of this step
   * @param gradNorm before clipping
   * @param tokens of all ranks since the line before
   * @param targets tokens with a label, of all ranks since the line before
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
      long targets,
      double tokensPerSecond,
      long rssMb,
      double time) {

    private ObjectNode toJson() {
      ObjectNode node = Json.MAPPER.createObjectNode();
      node.put("step", step).put("loss", loss).put("lr", learningRate).put("grad_norm", gradNorm);
      node.put("tokens", tokens).put("target_tokens", targets);
      node.put("tokens_per_second", tokensPerSecond);
      return node.put("rss_mb", rssMb).put("time", time);
    }

    private static Line of(JsonNode node) {
      return new Line(
          node.path("step").asLong(),
          node.path("loss").asDouble(),
          node.path("lr").asDouble(),
          node.path("grad_norm").asDouble(),
          node.path("tokens").asLong(),
          node.path("target_tokens").asLong(),
          node.path("tokens_per_second").asDouble(),
          node.path("rss_mb").asLong(),
          node.path("time").asDouble());
    }
  }

  void append(Line line) {
    lines.append(line.toJson());
  }

  /** See {@link StepLines#cutAfter}. */
  void cutAfter(long step) {
    lines.cutAfter(step);
  }

  List<Line> lines() {
    return lines.all().stream().map(Line::of).toList();
  }

  /** The loss over the targets of the steps after one. */
  Loss lossAfter(long step) {
    return lines().stream()
        .filter(line -> line.step() > step)
        .map(line -> new Loss(line.loss() * line.targets(), line.targets()))
        .reduce(Loss.NONE, Loss::plus);
  }
}
