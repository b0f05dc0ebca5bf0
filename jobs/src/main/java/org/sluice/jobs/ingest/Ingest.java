package org.sluice.jobs.ingest;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.apache.hadoop.conf.Configuration;
import org.apache.spark.api.java.JavaRDD;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.api.java.function.Function;
import org.apache.spark.broadcast.Broadcast;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.util.SerializableConfiguration;
import org.sluice.jobs.Settlement;
import org.sluice.jobs.Step;
import org.sluice.jobs.StepContext;
import org.sluice.jobs.StepResult;
import org.sluice.jobs.ingest.IngestOptions.InputFormat;
import org.sluice.jobs.lineage.ForgottenRows;
import org.sluice.jobs.tables.Flow;
import org.sluice.jobs.tables.Item;

/**
 * Files to the table documents; what cannot be read goes to the table rejects, line by line, with
 * the reason.
 */
public final class Ingest implements Step<IngestOptions> {
  private static final String NAME = "ingest";

  private final InputFiles.Choice choice;

  /** Reads every file that is named, and all files of folders. */
  public Ingest() {
    this(InputFiles.Choice.ALL);
  }

  private Ingest(InputFiles.Choice choice) {
    this.choice = choice;
  }

  /** Reads the data of folders, and leaves aside what lies beside it: see {@link #leftAside}. */
  public static Ingest ofDataAlone() {
    return new Ingest(InputFiles.Choice.DATA_ALONE);
  }

  /** Paths of files in the named folders that are not read. */
  public List<String> leftAside(SparkSession spark, IngestOptions options) {
    return InputFiles.found(spark.sparkContext().hadoopConfiguration(), options, choice).aside();
  }

  @Override
  public String name() {
    return NAME;
  }

  @Override
  public Class<IngestOptions> options() {
    return IngestOptions.class;
  }

  @Override
  public String codeVersion() {
    return "5";
  }

  @Override
  public void check(SparkSession spark, IngestOptions options, StepContext context) {
    Configuration hadoop = spark.sparkContext().hadoopConfiguration();
    Dataset dataset = Dataset.of(hadoop, options);
    IngestOptions resolved = dataset.options();
    List<InputFile> files = InputFiles.of(hadoop, resolved, choice);
    ColumnarInput columnar = new ColumnarInput(spark, Reading.of(resolved, dataset.info()));
    columnarParts(files).forEach(columnar::check);
    new ColumnCheck(hadoop, resolved, dataset.info() != null).check(files);
  }

  @Override
  public StepResult run(SparkSession spark, IngestOptions options, StepContext context) {
    Flow flow =
        withoutForgotten(flow(spark, options), ForgottenRows.digests(context.tables()), spark);
    return new Settlement(spark, context.tables()).finish(flow, "documents", options.materialize());
  }

  private Flow flow(SparkSession spark, IngestOptions options) {
    JavaSparkContext context = JavaSparkContext.fromSparkContext(spark.sparkContext());
    Configuration hadoop = context.hadoopConfiguration();
    Dataset dataset = Dataset.of(hadoop, options);
    List<InputFile> files = InputFiles.of(hadoop, dataset.options(), choice);
    Reading reading = Reading.of(dataset.options(), dataset.info());
    List<JavaRDD<Item>> parts = new ArrayList<>();

    List<InputFile> bytes = files.stream().filter(file -> !isColumnar(file)).toList();
    int cores = context.defaultParallelism();
    List<List<FileRange>> tasks = FileRange.tasks(bytes, reading.textDocument(), cores);
    Broadcast<SerializableConfiguration> conf =
        context.broadcast(new SerializableConfiguration(hadoop));
    if (!tasks.isEmpty()) {
      parts.add(
          context
              .parallelize(tasks, tasks.size())
              .mapPartitions(
                  own -> new FileItems(own.next().iterator(), conf.value().value(), reading)));
    }
    ColumnarInput columnar = new ColumnarInput(spark, reading);
    columnarParts(files).forEach((part, own) -> parts.add(columnar.read(part, own)));

    JavaRDD<Item> items = parts.get(0);
    for (JavaRDD<Item> more : parts.subList(1, parts.size())) {
      items = items.union(more);
    }
    List<FileRange> ranges = tasks.stream().flatMap(List::stream).toList();
    return Flow.of(
        name(), items, reading.columns().schema(), new LineNumbers(context, conf, ranges));
  }

  /** What was to be forgotten must not come back because its source still has it. */
  private Flow withoutForgotten(Flow flow, Set<String> digests, SparkSession spark) {
    if (digests.isEmpty()) {
      return flow;
    }
    Broadcast<Set<String>> forgotten =
        JavaSparkContext.fromSparkContext(spark.sparkContext()).broadcast(digests);
    Function<Item, Item> drop =
        item ->
            item instanceof Item.Kept kept
                    && forgotten.value().contains(ForgottenRows.digest((String) kept.values()[0]))
                ? Item.dropped(ForgottenRows.STAND_IN, NAME, "forgotten", null, null, null)
                : item;
    return flow.with(flow.items().map(drop), flow.schema());
  }

  private static boolean isColumnar(InputFile file) {
    return file.format() == InputFormat.PARQUET || file.format() == InputFormat.DELTA;
  }

  /** The Parquet files together. A Delta table is read alone. */
  private static Map<InputFormat, List<InputFile>> columnarParts(List<InputFile> files) {
    Map<InputFormat, List<InputFile>> parts = new LinkedHashMap<>();
    for (InputFile file : files) {
      if (isColumnar(file)) {
        parts.computeIfAbsent(file.format(), format -> new ArrayList<>()).add(file);
      }
    }
    return parts;
  }
}
