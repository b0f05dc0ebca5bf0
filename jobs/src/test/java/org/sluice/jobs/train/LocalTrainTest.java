package org.sluice.jobs.train;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.functions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.sluice.base.Progress;
import org.sluice.base.UserError;
import org.sluice.engine.file.Json;
import org.sluice.jobs.SessionOptions;
import org.sluice.jobs.Sessions;
import org.sluice.jobs.StepContext;
import org.sluice.jobs.StepResult;
import org.sluice.jobs.tables.TableFormat;
import org.sluice.jobs.tables.Tables;

class LocalTrainTest {
  private final SparkSession spark =
      Sessions.create(new SessionOptions("test", Optional.of("local[2]"), true, Map.of()));
  private final List<String> notes = Collections.synchronizedList(new ArrayList<>());

  @TempDir Path folder;

  @Test
  void theStepLeavesAdapterLogCurvesAndNumbers() throws Exception {
    Tables tables = new Tables(spark, folder.resolve("tables").toString(), TableFormat.DELTA);
    tables.write("blocks", Tiny.rows(spark, 60, 3));
    StepContext context =
        new StepContext(folder, tables, "blocks", Progress.notes(notes::add), "run-1");
    TrainOptions options = Tiny.options("epochs", 2.0, "steps", 0, "warmup_ratio", 0.1);
    TrainStep step = new TrainStep();
    step.check(spark, options, context);
    StepResult result = step.run(spark, options, context);
    assertThat(result.rowsKept()).isEqualTo(60);
    assertThat(result.metrics()).containsEntry("steps", 30);
    JsonNode metrics = Json.object(TrainStep.metrics(folder));
    assertThat(metrics.get("tokens_per_second").asDouble()).isPositive();
    assertThat(metrics.get("peak_rss_mb").asLong()).isPositive();
    List<TrainLog.Line> lines = new TrainLog(folder.resolve("train/log.jsonl")).lines();
    assertThat(lines).hasSize(30);
    assertThat(lines.get(0).learningRate()).isZero();
    assertThat(lines.get(29).loss()).isLessThan(lines.get(0).loss());
    assertThat(folder.resolve("adapter/adapter_model.safetensors")).exists();
    assertThat(folder.resolve("checkpoints").toFile().list())
        .containsExactlyInAnyOrder("checkpoint-25", "checkpoint-30", "run.txt");
    assertThat(folder.resolve("train/tensorboard")).isNotEmptyDirectory();
    assertThat(folder.resolve("train/rows")).doesNotExist();

    step.run(spark, Tiny.options("method", "full", "steps", 2), context);
    assertThat(folder.resolve("model/model.safetensors")).exists();
    assertThat(folder.resolve("adapter")).doesNotExist();
  }

  @Test
  void aFinishedRunIsNotTrainedAgainButOtherSettingsAre() {
    train("steps", 6);
    train("steps", 6);
    assertThat(notes).anyMatch(n -> n.endsWith("checkpoint-6"));
    assertThat(notes).noneMatch(n -> n.contains("starting anew"));
    train("steps", 6, "learning_rate", 1e-3);
    assertThat(notes).anyMatch(n -> n.contains("starting anew"));
    notes.clear();
    train("steps", 6, "learning_rate", 1e-3, "resume", "never");
    assertThat(notes).hasSize(3);
    assertThat(notes.get(0)).startsWith("weights: ").endsWith(", in fp32");
    assertThat(notes.get(1)).startsWith("trainable params: ");
    assertThat(notes.get(2)).startsWith("epoch=0.40: train_ppl="); // 6 of 15 steps
  }

  @Test
  void severalRanksNeedLeaveToShareTheJvm() {
    assertThatThrownBy(() -> train("world_size", 2))
        .isInstanceOf(UserError.class)
        .hasMessageContaining("2 ranks would share this one JVM");
    TrainReport report = train("world_size", 2, "share_jvm", true, "steps", 3);
    assertThat(report.steps()).isEqualTo(3);
  }

  @Test
  void allWeightsCanBeTuned() {
    train("method", "full", "steps", 10);
    assertThat(notes).anyMatch(n -> n.endsWith("trainable%: 100.0000"));
    assertThat(folder.resolve("adapter/model.safetensors")).exists();
  }

  @Test
  void mistakesAreSaidBeforeAnythingIsTrained() {
    assertThatThrownBy(
            () ->
                Tiny.options(
                    "method",
                    "full",
                    "model",
                    Map.of("path", "m", "quantization", Map.of("type", "nf4"))))
        .isInstanceOf(UserError.class)
        .hasMessageContaining("method full cannot tune weights of 4 bits");
    Dataset<Row> foreign =
        Tiny.rows(spark, 3, 1)
            .withColumn("input_ids", functions.expr("transform(input_ids, x -> x + 1000)"));
    assertThatThrownBy(() -> run().run(foreign, Map.of()))
        .isInstanceOf(UserError.class)
        .hasMessageContaining("knows 352 tokens");
    assertThatThrownBy(() -> run().run(foreign.limit(0), Map.of()))
        .isInstanceOf(UserError.class)
        .hasMessageContaining("no row to train on");
    assertThatThrownBy(
            () -> run("target_modules", List.of("q_prj")).run(Tiny.rows(spark, 3, 1), Map.of()))
        .isInstanceOf(UserError.class)
        .hasMessageContaining("q_proj");
  }

  @Test
  void aLossThatIsNoNumberEndsTheRun() {
    assertThatThrownBy(() -> train("learning_rate", 1e30, "max_grad_norm", 0.0))
        .isInstanceOf(UserError.class)
        .hasMessageContaining("no longer a number");
    assertThat(Files.exists(folder.resolve("adapter"))).isFalse();
  }

  private TrainRun run(Object... settings) {
    return new TrainRun(
        spark, Tiny.options(settings), Tiny.places(folder), Progress.notes(notes::add));
  }

  private TrainReport train(Object... settings) {
    return run(settings).run(Tiny.rows(spark, 60, 3), Map.of());
  }
}
