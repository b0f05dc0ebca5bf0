package org.sluice.jobs.train;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.sluice.engine.evaluate.Loss;
import org.sluice.engine.file.Json;

/** The losses and perplexities of a run, epoch by epoch. */
final class EpochLog {
  private final StepLines lines;

  EpochLog(Path file) {
    lines = new StepLines(file);
  }

  /**
   * One epoch, or the part of one at the end of a run.
   *
   * @param epoch epochs done, 1 after the first
   * @param step updates done
   * @param train loss of the epoch's own steps, each before its update
   * @param eval loss of the held-out rows; empty when they are not looked at
   */
  record Line(double epoch, int step, Loss train, Optional<Loss> eval) {
    /** As PEFT's examples print it. */
    String told() {
      String told =
          String.format(
              Locale.ROOT,
              "epoch=%s: train_ppl=%.4f train_epoch_loss=%.4f",
              epoch == Math.rint(epoch) ? Long.toString((long) epoch) : "%.2f".formatted(epoch),
              train.perplexity(),
              train.mean());
      return told
          + eval.map(
                  e ->
                      String.format(
                          Locale.ROOT,
                          " eval_ppl=%.4f eval_epoch_loss=%.4f",
                          e.perplexity(),
                          e.mean()))
              .orElse("");
    }

    /** The numbers by the names of curves. */
    Map<String, Double> values() {
      Map<String, Double> values = new TreeMap<>();
      values.put("train_loss", train.mean());
      values.put("train_ppl", train.perplexity());
      eval.ifPresent(e -> values.put("eval_loss", e.mean()));
      eval.ifPresent(e -> values.put("eval_ppl", e.perplexity()));
      return values;
    }

    private ObjectNode toJson() {
      ObjectNode node = Json.MAPPER.createObjectNode().put("epoch", epoch).put("step", step);
      values().forEach(node::put);
      return node;
    }
  }

  void append(Line line) {
    lines.append(line.toJson());
  }

  /** See {@link StepLines#cutAfter}. */
  void cutAfter(long step) {
    lines.cutAfter(step);
  }

  List<JsonNode> all() {
    return lines.all();
  }
}
