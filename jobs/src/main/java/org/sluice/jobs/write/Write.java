package org.sluice.jobs.write;

import java.util.Arrays;
import java.util.List;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.functions;
import org.sluice.base.Nearest;
import org.sluice.base.UserError;
import org.sluice.jobs.Settlement;
import org.sluice.jobs.Step;
import org.sluice.jobs.StepContext;
import org.sluice.jobs.StepResult;
import org.sluice.jobs.tables.Flow;
import org.sluice.jobs.tables.Folders;

/** Writes the rows that are left as Parquet for others to read. */
public final class Write implements Step<WriteOptions> {
  private static final String NAME = "write";

  @Override
  public String name() {
    return NAME;
  }

  @Override
  public Class<WriteOptions> options() {
    return WriteOptions.class;
  }

  @Override
  public String codeVersion() {
    return "1";
  }

  @Override
  public void check(SparkSession spark, WriteOptions options, StepContext context) {
    List<String> known = Arrays.asList(context.tables().schema(context.inputTable()).fieldNames());
    for (String column : options.columns()) {
      if (!known.contains(column)) {
        throw UserError.of(
            "write.columns: the table has no column " + column,
            "did you mean " + Nearest.to(column, known) + "?");
      }
    }
  }

  @Override
  public StepResult run(SparkSession spark, WriteOptions options, StepContext context) {
    Flow flow = context.tables().flow(context.inputTable()).mark(NAME);
    String path = options.path().orElse(context.output().resolve("final").toString());
    Folders folders = new Folders(spark.sparkContext().hadoopConfiguration());
    return new Settlement(spark, context.tables())
        .settle(
            flow,
            path,
            held -> {
              Dataset<Row> chosen =
                  held.kept(spark)
                      .select(
                          options.columns().stream()
                              .map(functions::col)
                              .toArray(org.apache.spark.sql.Column[]::new));
              folders.replace(path, fresh -> chosen.write().parquet(fresh));
            });
  }
}
