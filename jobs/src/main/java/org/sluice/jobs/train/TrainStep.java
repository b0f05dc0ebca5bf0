package org.sluice.jobs.train;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.functions;
import org.sluice.base.UserError;
import org.sluice.base.config.Canonical;
import org.sluice.engine.file.Checkpoint;
import org.sluice.jobs.Step;
import org.sluice.jobs.StepContext;
import org.sluice.jobs.StepResult;
import org.sluice.jobs.lineage.TrainedRows;
import org.sluice.jobs.tables.Folders;
import org.sluice.jobs.tables.Schemas;
import org.sluice.jobs.tracking.Mlflow;
import org.sluice.jobs.tracking.TrainedRun;

/**
 * Tunes a model on the table of blocks, one rank an executor. Writes OUTPUT/adapter (method lora)
 * or OUTPUT/model (method full), OUTPUT/checkpoints, and in OUTPUT/train the log, the curves and
 * the numbers.
 */
public final class TrainStep implements Step<TrainOptions> {
  /** Where a recipe's runner leaves the digest of the whole recipe. */
  public static final String RECIPE_DIGEST = "spark.sluice.recipe.digest";

  private static final String HELD_OUT = "eval_rows";

  /** What an adapter can be traced back through. */
  private static final List<String> TABLES =
      List.of(
          "documents",
          "cleaned",
          "deduplicated",
          "redacted",
          "mixed",
          "formatted",
          "blocks",
          "dropped");

  @Override
  public String name() {
    return "train";
  }

  @Override
  public Class<TrainOptions> options() {
    return TrainOptions.class;
  }

  @Override
  public String codeVersion() {
    return "1";
  }

  /** Where the adapter of a run lies. */
  public static Path adapter(Path output) {
    return output.resolve("adapter");
  }

  /** Where the model of a run lies that was tuned in full. */
  public static Path model(Path output) {
    return output.resolve("model");
  }

  /** Where the numbers of a run lie. */
  public static Path metrics(Path output) {
    return places(output, adapter(output)).metrics();
  }

  @Override
  public void check(SparkSession spark, TrainOptions options, StepContext context) {
    Checkpoint.open(options.model().local(context.progress())).close();
    training(spark, options, context).check();
  }

  @Override
  public StepResult run(SparkSession spark, TrainOptions options, StepContext context) {
    Dataset<Row> blocks = context.tables().read(context.inputTable());
    TrainOptions settled =
        options.with(Arithmetic.settle(spark, options.model(), context.output()));
    Map<String, String> provenance = provenance(spark, context);
    TrainReport report =
        training(spark, settled, context)
            .run(sequenced(blocks), heldOut(settled, context), provenance);
    deleteOtherResult(spark, settled.method(), context.output());
    TrainedRows.ofBlocks(blocks).write(context, name());
    Mlflow.in(System.getenv())
        .ifPresent(
            server -> server.tell(done(settled, context, provenance, report), context.progress()));
    return StepResult.kept(blocks.count(), List.of()).withMetrics(report.metrics());
  }

  /** Blocks that keep an order are numbered by it. */
  private static Dataset<Row> sequenced(Dataset<Row> blocks) {
    return List.of(blocks.columns()).contains(Schemas.PLACE)
        ? blocks.withColumn(RowTable.SEQUENCE, functions.expr("if(place IS NULL, NULL, block_id)"))
        : blocks;
  }

  /** The rows of the test split, where their loss is asked for. */
  private static Optional<Dataset<Row>> heldOut(TrainOptions options, StepContext context) {
    if (options.evalStrategy() == TrainOptions.EvalStrategy.NO) {
      return Optional.empty();
    }
    if (!context.tables().exists(HELD_OUT)) {
      throw UserError.of(
          "train.eval_strategy: there is no table " + HELD_OUT,
          "run tokenize with held-out rows, or set it to no");
    }
    Dataset<Row> rows = context.tables().read(HELD_OUT);
    return Optional.of(rows.withColumn("lengths", functions.expr("array(size(input_ids))")));
  }

  private static TrainedRun done(
      TrainOptions options,
      StepContext context,
      Map<String, String> provenance,
      TrainReport report) {
    Path output = context.output();
    boolean full = options.method().tunesWeights();
    return new TrainedRun(
        output.getFileName().toString(),
        Canonical.json(options),
        provenance,
        places(output, output).log(),
        report.metrics(),
        full ? model(output) : adapter(output));
  }

  private static TrainRun training(SparkSession spark, TrainOptions options, StepContext context) {
    Path result =
        options.method().tunesWeights() ? model(context.output()) : adapter(context.output());
    return new TrainRun(spark, options, places(context.output(), result), context.progress());
  }

  /** What the other method has left here is no longer the run's result. */
  private static void deleteOtherResult(
      SparkSession spark, TrainOptions.Method method, Path output) {
    Path other = method.tunesWeights() ? adapter(output) : model(output);
    new Folders(spark.sparkContext().hadoopConfiguration()).delete(other.toString());
  }

  private static TrainPlaces places(Path output, Path result) {
    return new TrainPlaces(
        output.resolve("train").toString(),
        output.resolve("checkpoints").toString(),
        result.toString());
  }

  private Map<String, String> provenance(SparkSession spark, StepContext context) {
    Map<String, String> provenance = new TreeMap<>();
    provenance.put("run_id", context.runId());
    provenance.put("code_version", name() + " " + codeVersion());
    provenance.put("recipe_digest", spark.conf().get(RECIPE_DIGEST, ""));
    for (String table : TABLES) {
      if (context.tables().exists(table)) {
        provenance.put("table." + table, context.tables().stamp(table));
      }
    }
    return provenance;
  }
}
