package org.sluice.jobs.ngrams;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.sluice.jobs.Fields;
import org.sluice.jobs.Step;
import org.sluice.jobs.StepContext;
import org.sluice.jobs.StepResult;
import org.sluice.jobs.tables.SessionConf;

/**
 * Trains a model of n-grams on the documents, as KenLM's lmplz does; writes
 * OUTPUT/ngram-model/model.arpa, which {@code clean.perplexity} and KenLM read.
 */
public final class NgramModelStep implements Step<NgramModelOptions> {
  private static final String NAME = "ngram_model";
  private static final String SHUFFLE_TASKS = "spark.sql.shuffle.partitions";
  private static final long BYTES_A_TASK = 2L << 20;

  @Override
  public String name() {
    return NAME;
  }

  @Override
  public Class<NgramModelOptions> options() {
    return NgramModelOptions.class;
  }

  @Override
  public String codeVersion() {
    return "1";
  }

  /** Where the model lies. */
  public static Path file(Path output) {
    return output.resolve("ngram-model").resolve("model.arpa");
  }

  @Override
  public void check(SparkSession spark, NgramModelOptions options, StepContext context) {
    Fields.of(context.tables().schema(context.inputTable()), options.columns(), NAME + ".columns");
  }

  @Override
  public StepResult run(SparkSession spark, NgramModelOptions options, StepContext context) {
    spark.sparkContext().setJobGroup(NAME, "ngram_model: count and smooth", false);
    Dataset<Row> table = context.tables().read(context.inputTable());
    Map<String, Object> metrics = new TreeMap<>();
    SessionConf.during(
        spark,
        Map.of(SHUFFLE_TASKS, String.valueOf(tasks(spark, table))),
        () -> train(spark, table, options, context, metrics));
    return StepResult.kept(table.count(), List.of()).withMetrics(metrics);
  }

  private static void train(
      SparkSession spark,
      Dataset<Row> table,
      NgramModelOptions options,
      StepContext context,
      Map<String, Object> metrics) {
    try (KneserNey model = new KneserNey(spark, NgramCounts.of(table, options), options.order())) {
      List<Long> counts = ArpaFile.write(file(context.output()), model, options.order());
      for (int n = 1; n <= counts.size(); n++) {
        metrics.put("grams." + n, counts.get(n - 1));
      }
    }
  }

  /**
   * Tasks of a shuffle. Grams of one length are kept for the next one, and Spark never shrinks what
   * is kept: with its default of 200 a model of a small table is little but empty tasks.
   */
  static long tasks(SparkSession spark, Dataset<Row> table) {
    long most = Long.parseLong(spark.conf().get(SHUFFLE_TASKS));
    long bytes = table.queryExecution().optimizedPlan().stats().sizeInBytes().toLong();
    return Math.min(
        most, Math.max(spark.sparkContext().defaultParallelism(), bytes / BYTES_A_TASK));
  }
}
