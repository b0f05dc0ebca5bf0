package org.sluice.jobs;

import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.sluice.base.Progress;
import org.sluice.base.config.Binder;
import org.sluice.base.config.Node;
import org.sluice.base.config.Place;
import org.sluice.base.config.Problems;
import org.sluice.jobs.tables.TableFormat;
import org.sluice.jobs.tables.Tables;

/** A run's folder for tests of steps, with the one local session of this JVM. */
public final class Fixture {
  private final Path output;
  private final SparkSession spark;
  private final Tables tables;

  public Fixture(Path output, SparkSession spark, TableFormat format) {
    this.output = output;
    this.spark = spark;
    this.tables = new Tables(spark, output.resolve("tables").toString(), format);
  }

  public static Fixture parquet(Path output) {
    return new Fixture(output, local(), TableFormat.PARQUET);
  }

  public static Fixture delta(Path output) {
    return new Fixture(output, local(), TableFormat.DELTA);
  }

  public static SparkSession local() {
    return Sessions.create(
        new SessionOptions(
            "test", Optional.of("local[2]"), true, Map.of("spark.sql.shuffle.partitions", "2")));
  }

  /** Settings by pairs of key and value, as in a recipe's section. */
  public static <O extends Record> O options(Class<O> type, Object... pairs) {
    Map<String, Object> settings = new LinkedHashMap<>();
    for (int i = 0; i < pairs.length; i += 2) {
      settings.put((String) pairs[i], pairs[i + 1]);
    }
    Problems problems = new Problems();
    O options = Binder.bind(type, Node.ofMap(settings, Place.option("test")), problems);
    problems.throwIfAny();
    return options;
  }

  /** Checks and runs a step. */
  public <O extends Record> StepResult run(Step<O> step, String input, Object... pairs) {
    O options = options(step.options(), pairs);
    StepContext context = new StepContext(output, tables, input, Progress.SILENT, "run");
    step.check(spark, options, context);
    return step.run(spark, options, context);
  }

  public SparkSession spark() {
    return spark;
  }

  public Tables tables() {
    return tables;
  }

  public Path output() {
    return output;
  }

  /** A table's rows, by id or by whatever comes first. */
  public List<Row> rows(String table, String... columns) {
    return tables.read(table).selectExpr(columns).orderBy(columns[0]).collectAsList();
  }

  /** The first column of a table, sorted. */
  public List<String> strings(String table, String column) {
    return tables.read(table).selectExpr(column).sort(column).collectAsList().stream()
        .map(row -> row.isNullAt(0) ? null : row.get(0).toString())
        .toList();
  }
}
