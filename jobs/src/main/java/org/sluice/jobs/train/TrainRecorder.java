package org.sluice.jobs.train;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.sluice.engine.evaluate.Loss;
import org.sluice.engine.tensor.Memory;
import org.sluice.engine.train.StepReport;

/** What rank 0 writes about the run while it goes on: log, curves, notes. */
final class TrainRecorder implements AutoCloseable {
  /** The first steps of a process pay for warm-up and don't count as its speed. */
  private static final int WARM_UP = 2;

  private static final long MIB = 1 << 20;

  private final TrainLog log;
  private final EpochLog epochs;
  private final TrainPlaces places;
  private final EventFile curves;
  private final int every;
  private int seen;
  private long warmTokens;
  private double warmSeconds;
  private double allSeconds;
  private long allTokens;
  private double lossSum;
  private long tokensSinceLine;
  private long targetsSinceLine;
  private double secondsSinceLine;

  /** Begins at a step; what an earlier attempt logged of later steps is forgotten. */
  TrainRecorder(TrainPlaces places, String host, int stepsDone, int every) {
    this.every = every;
    this.places = places;
    log = new TrainLog(places.log());
    log.cutAfter(stepsDone);
    epochs = new EpochLog(places.epochs());
    epochs.cutAfter(stepsDone);
    curves = EventFile.create(places.curves(), host, now());
  }

  /** A line for the person who waits. */
  static void note(TrainPlaces places, String line) {
    Path file = places.notes();
    try {
      Files.createDirectories(file.getParent());
      Files.writeString(file, line + "\n", StandardOpenOption.CREATE, StandardOpenOption.APPEND);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /**
   * Takes a step down.
   *
   * @param ends whether an epoch or the run ends with it, so that no line goes over its end
   */
  void record(StepReport report, boolean ends) {
    seen++;
    allSeconds += report.seconds();
    allTokens += report.tokens();
    if (seen > WARM_UP) {
      warmTokens += report.tokens();
      warmSeconds += report.seconds();
    }
    lossSum += report.loss() * report.targetTokens();
    targetsSinceLine += report.targetTokens();
    tokensSinceLine += report.tokens();
    secondsSinceLine += report.seconds();
    if (report.step() % every == 0 || ends) {
      write(report);
    }
  }

  /**
   * Takes an epoch down and tells it.
   *
   * @param epoch epochs done
   * @param begin steps that were done when it began
   * @param eval loss of the held-out rows, when they were looked at
   */
  void recordEpoch(double epoch, long begin, int step, Optional<Loss> eval) {
    EpochLog.Line line = new EpochLog.Line(epoch, step, log.lossAfter(begin), eval);
    epochs.append(line);
    note(places, line.told());
    Map<String, Double> values = new TreeMap<>();
    line.values().forEach((name, value) -> values.put("epoch/" + name, value));
    curves.write(step, now(), values);
  }

  private void write(StepReport report) {
    TrainLog.Line line =
        new TrainLog.Line(
            report.step(),
            lossSum / Math.max(1, targetsSinceLine),
            report.learningRate(),
            report.gradNorm(),
            tokensSinceLine,
            targetsSinceLine,
            tokensSinceLine / secondsSinceLine,
            Memory.resident() / MIB,
            now());
    log.append(line);
    Map<String, Double> values = new TreeMap<>();
    values.put("train/loss", line.loss());
    values.put("train/learning_rate", line.learningRate());
    values.put("train/grad_norm", line.gradNorm());
    values.put("train/tokens_per_second", line.tokensPerSecond());
    values.put("train/rss_mb", (double) line.rssMb());
    curves.write(line.step(), line.time(), values);
    lossSum = 0;
    tokensSinceLine = 0;
    targetsSinceLine = 0;
    secondsSinceLine = 0;
  }

  /** Tokens of all ranks a second; of all steps when there were too few to leave some out. */
  double tokensPerSecond() {
    if (warmSeconds > 0) {
      return warmTokens / warmSeconds;
    }
    return allSeconds > 0 ? allTokens / allSeconds : 0;
  }

  double seconds() {
    return allSeconds;
  }

  /** Mean loss of the last tenth of the logged lines. */
  double finalLoss() {
    var lines = log.lines();
    int tenth = Math.max(1, lines.size() / 10);
    return lines.subList(Math.max(0, lines.size() - tenth), lines.size()).stream()
        .mapToDouble(TrainLog.Line::loss)
        .average()
        .orElse(Double.NaN);
  }

  private static double now() {
    return System.currentTimeMillis() / 1e3;
  }

  @Override
  public void close() {
    curves.close();
  }
}
