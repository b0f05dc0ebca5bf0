package org.sluice.jobs.train;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Stream;
import org.apache.spark.scheduler.SparkListener;
import org.apache.spark.scheduler.SparkListenerJobStart;
import org.apache.spark.scheduler.SparkListenerStageCompleted;
import org.apache.spark.sql.SparkSession;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.sluice.base.Progress;
import org.sluice.jobs.cluster.TwoExecutors;

/** What Spark's UI and its metrics system show of training on two executors. */
@Tag("cluster")
@ExtendWith(TwoExecutors.class)
class TrainMetricsTest {
  private static final String PLUGIN = ".plugin.org.sluice.jobs.metrics.SluicePlugin.";
  private static final int PATIENCE_SECONDS = 20;

  private final SparkSession spark = TwoExecutors.session();

  @TempDir Path folder;

  /** Keeps the names of jobs and the values of named accumulators. */
  private static final class Seen extends SparkListener {
    final Map<String, String> values = new ConcurrentHashMap<>();

    @Override
    public void onJobStart(SparkListenerJobStart job) {
      String name = job.properties().getProperty("spark.job.description", "");
      values.put("job " + name, "");
    }

    @Override
    public void onStageCompleted(SparkListenerStageCompleted stage) {
      stage
          .stageInfo()
          .accumulables()
          .values()
          .foreach(
              accumulable -> {
                if (accumulable.name().isDefined() && accumulable.value().isDefined()) {
                  values.put(accumulable.name().get(), accumulable.value().get().toString());
                }
                return null;
              });
    }
  }

  @Test
  void tokensAndLossAreShown() throws Exception {
    Seen seen = new Seen();
    spark.sparkContext().addSparkListener(seen);
    TrainPlaces places = Tiny.places(folder);
    new TrainRun(spark, Tiny.options("world_size", 2), places, Progress.SILENT)
        .run(Tiny.rows(spark, 60, 2), Map.of());
    long tokens =
        new TrainLog(places.log()).lines().stream().mapToLong(TrainLog.Line::tokens).sum();
    double loss = new TrainLog(places.log()).lines().get(19).loss();
    until(() -> seen.values.containsKey("train: tokens"));
    spark.sparkContext().removeSparkListener(seen);
    assertThat(seen.values)
        .containsEntry("train: tokens", Long.toString(tokens))
        .containsKey("job train: 20 steps on 2 ranks");
    // One executor is rank 0; its registry has counted this training, and others before it.
    until(() -> newest("loss").contains(Double.toString(loss)));
    assertThat(newest("tokens"))
        .anySatisfy(n -> assertThat(Long.parseLong(n)).isGreaterThan(tokens - 1));
  }

  /** The second field of the last line of each executor's file for a metric. */
  private static List<String> newest(String metric) throws IOException {
    try (Stream<Path> files = Files.list(TwoExecutors.metrics())) {
      return files
          .filter(file -> file.toString().endsWith(PLUGIN + metric + ".csv"))
          .map(TrainMetricsTest::lastValue)
          .toList();
    }
  }

  private static String lastValue(Path csv) {
    try {
      List<String> lines = Files.readAllLines(csv);
      return lines.get(lines.size() - 1).split(",")[1];
    } catch (IOException e) {
      throw new java.io.UncheckedIOException(e);
    }
  }

  @FunctionalInterface
  private interface Condition {
    boolean holds() throws IOException;
  }

  private static void until(Condition condition) throws Exception {
    for (int i = 0; i < PATIENCE_SECONDS * 10 && !condition.holds(); i++) {
      Thread.sleep(100);
    }
    assertThat(condition.holds()).isTrue();
  }
}
