package org.sluice.jobs.importance;

import static org.apache.spark.sql.functions.col;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.apache.spark.api.java.JavaRDD;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Encoders;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.sluice.base.UserError;
import org.sluice.engine.file.AtomicFiles;
import org.sluice.jobs.Fields;
import org.sluice.jobs.SampleTexts;
import org.sluice.jobs.Step;
import org.sluice.jobs.StepContext;
import org.sluice.jobs.StepResult;
import org.sluice.jobs.importance.ImportanceModelOptions.Target;
import org.sluice.text.importance.ImportanceModel;
import org.sluice.text.importance.SampleCounts;

/**
 * Counts the hashed words and pairs of wanted texts and of a source, as RedPajama-V2 does (Xie et
 * al. 2023); writes OUTPUT/importance-model/NAME.json for each target, which {@code
 * clean.importance} reads.
 */
public final class ImportanceModelStep implements Step<ImportanceModelOptions> {
  private static final String NAME = "importance_model";

  @Override
  public String name() {
    return NAME;
  }

  @Override
  public Class<ImportanceModelOptions> options() {
    return ImportanceModelOptions.class;
  }

  @Override
  public String codeVersion() {
    return "1";
  }

  /** Where the model of a target lies. */
  public static Path file(Path output, String target) {
    return output.resolve("importance-model").resolve(target + ".json");
  }

  @Override
  public void check(SparkSession spark, ImportanceModelOptions options, StepContext context) {
    if (options.source().isEmpty()) {
      Fields.of(
          context.tables().schema(context.inputTable()),
          List.of(options.column()),
          NAME + ".column");
    } else {
      SampleTexts.of(spark, options.source(), options.column());
    }
    options.targets().forEach(target -> SampleTexts.of(spark, target.paths(), options.column()));
  }

  @Override
  public StepResult run(SparkSession spark, ImportanceModelOptions options, StepContext context) {
    Dataset<Row> table = context.tables().read(context.inputTable());
    Map<String, Object> metrics = new TreeMap<>();
    boolean own = options.source().isEmpty();
    Dataset<Row> texts =
        own
            ? table.select(col(options.column())).filter(col(options.column()).isNotNull())
            : SampleTexts.of(spark, options.source(), options.column());
    SampleCounts source = counts(spark, texts, "source", options, metrics);
    for (Target target : options.targets()) {
      Dataset<Row> wanted = SampleTexts.of(spark, target.paths(), options.column());
      SampleCounts counts = counts(spark, wanted, target.name(), options, metrics);
      AtomicFiles.write(
          file(context.output(), target.name()), new ImportanceModel(counts, source).json());
    }
    return StepResult.kept(table.count(), List.of()).withMetrics(metrics);
  }

  private static SampleCounts counts(
      SparkSession spark,
      Dataset<Row> texts,
      String name,
      ImportanceModelOptions options,
      Map<String, Object> metrics) {
    spark.sparkContext().setJobGroup(NAME, "importance_model: count words of " + name, false);
    JavaRDD<String> rows = texts.as(Encoders.STRING()).toJavaRDD();
    SampleCounts counts =
        rows.treeAggregate(
            new SampleCounts(options.buckets()), SampleCounts::add, SampleCounts::add);
    if (counts.words() == 0) {
      throw UserError.of(
          NAME + ": the texts of " + name + " hold no words", "give files with text");
    }
    metrics.put("documents." + name, counts.documents());
    metrics.put("words." + name, counts.words());
    return counts;
  }
}
