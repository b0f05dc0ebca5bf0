package org.sluice.jobs.pretrain;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.sluice.base.UserError;
import org.sluice.base.config.Binder;
import org.sluice.base.config.Canonical;
import org.sluice.base.config.Node;
import org.sluice.base.config.Place;
import org.sluice.base.config.Problems;
import org.sluice.engine.file.Json;
import org.sluice.engine.tokenizer.Tokenizer;
import org.sluice.jobs.Fields;
import org.sluice.jobs.Step;
import org.sluice.jobs.StepContext;
import org.sluice.jobs.StepResult;
import org.sluice.jobs.lineage.TrainedRows;
import org.sluice.jobs.tokenizer.TextColumns;
import org.sluice.jobs.tokenizer.TokenizerStep;
import org.sluice.jobs.train.TrainOptions;
import org.sluice.jobs.train.TrainPlaces;
import org.sluice.jobs.train.TrainReport;
import org.sluice.jobs.train.TrainRun;

/**
 * Trains a small Llama from nothing on the text of a table; writes the Hugging Face folder
 * OUTPUT/base-model. Training is the step train's, on all weights of a model drawn at random.
 */
public final class PretrainStep implements Step<PretrainOptions> {
  private static final List<String> TOKENIZER_FILES =
      List.of("tokenizer.json", "tokenizer_config.json");

  @Override
  public String name() {
    return "pretrain";
  }

  @Override
  public Class<PretrainOptions> options() {
    return PretrainOptions.class;
  }

  @Override
  public String codeVersion() {
    return "1";
  }

  /** Where the model of this step lies. */
  public static Path model(Path output) {
    return output.resolve("base-model");
  }

  @Override
  public void check(SparkSession spark, PretrainOptions options, StepContext context) {
    options.tokenizer().ifPresent(folder -> Json.object(Path.of(folder).resolve("tokenizer.json")));
    training(spark, trainOptions(options, context), context).check();
  }

  @Override
  public StepResult run(SparkSession spark, PretrainOptions options, StepContext context) {
    Dataset<Row> table = context.tables().read(context.inputTable());
    TextColumns.check(table, options.columns(), "pretrain.columns");
    if (options.keepOrder()) {
      Fields.requirePlace(table.schema(), "pretrain.keep_order");
    }
    Path tokenizerFolder =
        options.tokenizer().map(Path::of).orElse(TokenizerStep.folder(context.output()));
    String tokenizerJson = Json.text(tokenizerFolder.resolve("tokenizer.json"));
    Dataset<Row> rows;
    try (Tokenizer tokenizer = Tokenizer.of(tokenizerJson, tokenizerFolder)) {
      int endOfText = endOfText(tokenizer, tokenizerFolder);
      new NewLlama(options, tokenizer.size(), endOfText).write(fresh(context));
      rows = TextRows.of(table, options, tokenizerJson, endOfText);
    }
    for (String file : TOKENIZER_FILES) {
      copy(tokenizerFolder.resolve(file), fresh(context).resolve(file));
    }
    Map<String, String> provenance =
        Map.of(
            "run_id", context.runId(),
            "code_version", name() + " " + codeVersion(),
            "table", context.inputTable(),
            "table_stamp", context.tables().stamp(context.inputTable()),
            "tokenizer_digest", Canonical.sha256(tokenizerJson));
    TrainReport report =
        training(spark, trainOptions(options, context), context).run(rows, provenance);
    TrainedRows.ofDocuments(table).write(context, name());
    return StepResult.kept(table.count(), List.of()).withMetrics(report.metrics());
  }

  private static TrainRun training(SparkSession spark, TrainOptions options, StepContext context) {
    Path work = context.output().resolve("pretrain");
    TrainPlaces places =
        new TrainPlaces(
            work.toString(),
            work.resolve("checkpoints").toString(),
            model(context.output()).toString());
    return new TrainRun(spark, options, places, context.progress());
  }

  /** The untrained model. */
  private static Path fresh(StepContext context) {
    return context.output().resolve("pretrain").resolve("untrained");
  }

  private static TrainOptions trainOptions(PretrainOptions options, StepContext context) {
    Map<String, Object> settings = new TreeMap<>();
    settings.put("model", Map.of("path", fresh(context).toString(), "dtype", "fp32"));
    settings.put("method", "full");
    settings.put("steps", options.steps());
    settings.put("per_device_batch_size", options.perDeviceBatchSize());
    settings.put("gradient_accumulation_steps", options.gradientAccumulationSteps());
    settings.put("learning_rate", options.learningRate());
    settings.put("lr_scheduler_type", "cosine");
    settings.put("warmup_ratio", options.warmupRatio());
    settings.put("weight_decay", options.weightDecay());
    settings.put("max_grad_norm", options.maxGradNorm());
    settings.put("seed", options.seed());
    settings.put("save_steps", options.saveSteps());
    settings.put("world_size", options.worldSize());
    settings.put("group_by_length", !options.keepOrder());
    Problems problems = new Problems();
    TrainOptions bound =
        Binder.bind(TrainOptions.class, Node.ofMap(settings, Place.option("pretrain")), problems);
    problems.throwIfAny();
    return bound;
  }

  private static int endOfText(Tokenizer tokenizer, Path folder) {
    Path config = folder.resolve("tokenizer_config.json");
    String token = Json.object(config).path("eos_token").asText("");
    return tokenizer
        .id(token)
        .orElseThrow(
            () ->
                UserError.at(
                    config,
                    "eos_token",
                    "'" + token + "' is no token of this tokenizer",
                    "name the token that ends a text"));
  }

  private static void copy(Path from, Path to) {
    try {
      Files.copy(from, to, StandardCopyOption.REPLACE_EXISTING);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
