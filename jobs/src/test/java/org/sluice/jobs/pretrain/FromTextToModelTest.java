package org.sluice.jobs.pretrain;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.types.StructType;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.sluice.base.Progress;
import org.sluice.base.UserError;
import org.sluice.base.config.Binder;
import org.sluice.base.config.Node;
import org.sluice.base.config.Place;
import org.sluice.base.config.Problems;
import org.sluice.engine.file.Checkpoint;
import org.sluice.engine.file.Json;
import org.sluice.engine.tokenizer.Tokenizer;
import org.sluice.jobs.SessionOptions;
import org.sluice.jobs.Sessions;
import org.sluice.jobs.Step;
import org.sluice.jobs.StepContext;
import org.sluice.jobs.StepResult;
import org.sluice.jobs.evaluate.EvaluateStep;
import org.sluice.jobs.export.ExportStep;
import org.sluice.jobs.tables.TableFormat;
import org.sluice.jobs.tables.Tables;
import org.sluice.jobs.tokenizer.TokenizerStep;
import org.sluice.jobs.train.TrainStep;

/** From raw text through a tokenizer, a base model, an adapter and its evaluation to an export. */
class FromTextToModelTest {
  private static final List<String> LABELS = List.of("down", "up");

  private final SparkSession spark =
      Sessions.create(new SessionOptions("test", Optional.of("local[2]"), true, Map.of()));

  @TempDir Path output;

  private StepContext context;

  @Test
  void everyStepStandsOnTheOneBefore() {
    Tables tables = new Tables(spark, output.resolve("tables").toString(), TableFormat.DELTA);
    context = new StepContext(output, tables, "documents", Progress.SILENT, "run-1");
    tables.write("documents", documents());

    run(new TokenizerStep(), Map.of("vocab_size", 320));
    run(
        new PretrainStep(),
        Map.of(
            "hidden_size",
            32,
            "num_hidden_layers",
            2,
            "num_attention_heads",
            2,
            "num_key_value_heads",
            1,
            "intermediate_size",
            64,
            "max_length",
            32,
            "max_position_embeddings",
            128,
            "steps",
            120,
            "learning_rate",
            1e-2,
            "per_device_batch_size",
            16));
    Path base = PretrainStep.model(output);
    JsonNode pretraining = Json.object(output.resolve("pretrain/metrics.json"));
    assertThat(pretraining.get("loss").asDouble()).isLessThan(4.5); // ln 320 = 5.8 at the start
    assertThat(new ArrayList<>(Arrays.asList(base.toFile().list())))
        .contains("config.json", "model.safetensors", "tokenizer.json", "tokenizer_config.json");

    try (Checkpoint model = Checkpoint.open(base);
        Tokenizer tokenizer = Tokenizer.of(model.tokenizerJson(), base)) {
      assertThat(model.chatTemplate().orElseThrow()).contains("<|im_start|>");
      tables.write("blocks", rows(tokenizer, 80));
      tables.write("eval_rows", rows(tokenizer, 12));
    }
    Map<String, Object> model = Map.of("path", base.toString(), "dtype", "fp32");
    context = context.reading("blocks");
    run(
        new TrainStep(),
        Map.of("model", model, "target_modules", "all-linear", "steps", 60, "learning_rate", 1e-2));

    context = context.reading("eval_rows");
    StepResult evaluated =
        run(
            new EvaluateStep(),
            Map.of("model", model, "labels", LABELS, "max_new_tokens", 4, "samples", 3));
    JsonNode metrics = Json.object(output.resolve("metrics.json"));
    assertThat(metrics.at("/tuned/accuracy").asDouble()).isEqualTo(1.0);
    assertThat(metrics.at("/base/loss").asDouble())
        .isGreaterThan(metrics.at("/tuned/loss").asDouble());
    assertThat(metrics.at("/base/perplexity").asDouble())
        .isEqualTo(Math.exp(metrics.at("/base/loss").asDouble()));
    assertThat(metrics.at("/train/tokens_per_second").asDouble()).isPositive();
    assertThat(metrics.at("/samples")).hasSize(3);
    assertThat(metrics.at("/samples/0/tuned").asText().strip())
        .isEqualTo(metrics.at("/samples/0/label").asText());
    assertThat(evaluated.metrics()).containsEntry("tuned.accuracy", 1.0);
    assertThat(tables.read("predictions").count()).isEqualTo(24);

    run(new ExportStep(), Map.of("model", model, "merged", true));
    assertThat(output.resolve("export/adapter/adapter_config.json")).exists();
    JsonNode origin = Json.object(output.resolve("export/adapter/sluice.json"));
    assertThat(origin.at("/provenance/table.blocks").asText()).isEqualTo("delta:0");
    try (Checkpoint merged = Checkpoint.open(output.resolve("export/model"))) {
      assertThat(merged.config().hiddenSize()).isEqualTo(32);
    }
  }

  @Test
  void textWithoutWordsAndUnknownColumnsAreRefused() {
    Tables tables = new Tables(spark, output.resolve("tables").toString(), TableFormat.PARQUET);
    context = new StepContext(output, tables, "documents", Progress.SILENT, "run-1");
    tables.write("documents", documents().limit(0));
    assertThatThrownBy(() -> run(new TokenizerStep(), Map.of("vocab_size", 320)))
        .isInstanceOf(UserError.class)
        .hasMessageContaining("no word");
    assertThatThrownBy(() -> run(new TokenizerStep(), Map.of("columns", List.of("txt"))))
        .isInstanceOf(UserError.class)
        .hasMessageContaining("did you mean 'text'?");
    assertThatThrownBy(() -> run(new PretrainStep(), Map.of()))
        .isInstanceOf(UserError.class)
        .hasMessageContaining("tokenizer.json");
  }

  private <O extends Record> StepResult run(Step<O> step, Map<String, ?> settings) {
    Problems problems = new Problems();
    O options = Binder.bind(step.options(), Node.ofMap(settings, Place.option("test")), problems);
    problems.throwIfAny();
    step.check(spark, options, context);
    return step.run(spark, options, context);
  }

  private org.apache.spark.sql.Dataset<Row> documents() {
    List<Row> rows = new ArrayList<>();
    for (int i = 0; i < 200; i++) {
      rows.add(RowFactory.create("d" + i, sentence(i) + " " + label(i) + "."));
    }
    return spark.createDataFrame(rows, StructType.fromDDL("id STRING, text STRING"));
  }

  private static String sentence(int i) {
    String[] who = {"the bank", "the mill", "the shop"};
    return "In year " + i % 7 + " " + who[i % 3] + (i % 2 == 0 ? " lost money" : " made a profit");
  }

  private static String label(int i) {
    return LABELS.get(i % 2);
  }

  /** Prompts with their label and end-of-text as the answer. */
  private org.apache.spark.sql.Dataset<Row> rows(Tokenizer tokenizer, int count) {
    int end = tokenizer.id("<|endoftext|>").orElseThrow();
    List<Row> rows = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      int[] prompt = tokenizer.ids(sentence(i), false);
      int[] answer = tokenizer.ids(" " + label(i), false);
      List<Integer> ids = new ArrayList<>();
      List<Integer> labels = new ArrayList<>();
      for (int id : prompt) {
        ids.add(id);
        labels.add(-100);
      }
      for (int id : answer) {
        ids.add(id);
        labels.add(id);
      }
      ids.add(end);
      labels.add(end);
      rows.add(
          RowFactory.create(
              "r" + i, ids.toArray(), labels.toArray(), new Integer[] {ids.size()}, label(i)));
    }
    return spark.createDataFrame(
        rows,
        StructType.fromDDL(
            "id STRING, input_ids ARRAY<INT>, labels ARRAY<INT>, lengths ARRAY<INT>,"
                + " label STRING"));
  }
}
