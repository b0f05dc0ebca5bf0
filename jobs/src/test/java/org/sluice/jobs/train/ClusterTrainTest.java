package org.sluice.jobs.train;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import org.apache.spark.sql.SparkSession;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.sluice.base.Progress;
import org.sluice.base.UserError;
import org.sluice.engine.file.SafetensorsFile;
import org.sluice.jobs.cluster.TwoExecutors;

@Tag("cluster")
@ExtendWith(TwoExecutors.class)
class ClusterTrainTest {
  private final SparkSession spark = TwoExecutors.session();
  private final List<String> notes = Collections.synchronizedList(new ArrayList<>());

  @TempDir Path folder;

  @Test
  void twoRanksLearnWhatOneLearns() {
    Path one = folder.resolve("one");
    Path two = folder.resolve("two");
    train(one, 5, "world_size", 1, "gradient_accumulation_steps", 2);
    TrainReport report = train(two, 2, "world_size", 2);
    assertThat(report.tokensPerSecond()).isPositive();
    assertThat(report.peakRssMb()).isPositive();
    assertThat(report.trainable())
        .isEqualTo(2 * 4 * (2 * (32 + 32) + 2 * (32 + 16) + 3 * (32 + 64)));
    assertWeights(one, two, 1e-4);
    List<TrainLog.Line> lines = log(two);
    assertThat(lines).hasSize(20);
    assertThat(lines.get(19).loss()).isLessThan(lines.get(0).loss());
    assertThat(notes).anyMatch(n -> n.startsWith("trainable params: "));
  }

  @Test
  void aKilledExecutorEndsWithTheSameWeights() throws Exception {
    Path whole = folder.resolve("whole");
    Path killed = folder.resolve("killed");
    train(whole, 2, "world_size", 2, "steps", 60);
    CompletableFuture<TrainReport> run =
        CompletableFuture.supplyAsync(() -> train(killed, 2, "world_size", 2, "steps", 60));
    while (log(killed).size() < 12) {
      assertThat(run).isNotCompletedExceptionally();
      Thread.sleep(5);
    }
    assertThat(TwoExecutors.killExecutors(1)).isEqualTo(1);
    assertThat(log(killed)).hasSizeLessThan(60);
    run.get();
    assertThat(notes).anyMatch(n -> n.startsWith("going on from ") && n.contains("checkpoint-"));
    assertThat(log(killed)).extracting(TrainLog.Line::step).doesNotHaveDuplicates().hasSize(60);
    assertWeights(whole, killed, 0);
  }

  @Test
  void aDamagedCheckpointFallsBackToTheOneBefore() throws IOException {
    Path whole = folder.resolve("whole");
    train(whole, 2, "world_size", 2);
    Path resumed = folder.resolve("resumed");
    train(resumed, 2, "world_size", 2);
    Files.delete(resumed.resolve("adapter/adapter_model.safetensors"));
    Path newest = resumed.resolve("checkpoints/checkpoint-20");
    Path state = newest.resolve("train_state.safetensors");
    byte[] bytes = Files.readAllBytes(state);
    bytes[bytes.length - 1] ^= 1;
    Files.write(state, bytes);
    train(resumed, 3, "world_size", 2);
    assertThat(notes).anyMatch(n -> n.contains("checkpoint-20 is damaged"));
    assertThat(notes)
        .anyMatch(n -> n.equals("going on from " + newest.resolveSibling("checkpoint-15")));
    assertWeights(whole, resumed, 0);
  }

  @Test
  void moreRanksThanSlotsAreRefused() {
    assertThatThrownBy(() -> train(folder, 2, "world_size", 5))
        .isInstanceOf(UserError.class)
        .hasMessageContaining("5 ranks")
        .hasMessageContaining("only 2 tasks");
    assertThat(folder.toFile().list()).isEmpty();
  }

  private TrainReport train(Path output, int partitions, Object... settings) {
    Progress progress = Progress.notes(notes::add);
    return new TrainRun(spark, Tiny.options(settings), Tiny.places(output), progress)
        .run(Tiny.rows(spark, 60, partitions), Map.of());
  }

  private static List<TrainLog.Line> log(Path output) {
    return new TrainLog(Tiny.places(output).log()).lines();
  }

  private static void assertWeights(Path expected, Path actual, double tolerance) {
    String file = "adapter/adapter_model.safetensors";
    try (SafetensorsFile a = SafetensorsFile.open(expected.resolve(file));
        SafetensorsFile b = SafetensorsFile.open(actual.resolve(file))) {
      assertThat(b.tensors()).isEqualTo(a.tensors()).isNotEmpty();
      for (String name : a.tensors()) {
        float[] want = a.floats(name);
        float[] got = b.floats(name);
        for (int i = 0; i < want.length; i++) {
          assertThat((double) got[i]).as(name).isCloseTo(want[i], within(tolerance));
        }
      }
    }
  }
}
