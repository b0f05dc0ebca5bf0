package org.sluice.jobs.clean;

import java.util.List;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.types.StructType;
import org.sluice.base.UserError;
import org.sluice.jobs.Fields;
import org.sluice.jobs.Settlement;
import org.sluice.jobs.Step;
import org.sluice.jobs.StepContext;
import org.sluice.jobs.StepResult;
import org.sluice.jobs.tables.Flow;

/**
 * Normalises texts and drops those that its rules refuse, in one pass. Held-out rows are normalised
 * and never dropped.
 */
public final class Clean implements Step<CleanOptions> {
  static final String NAME = "clean";
  private static final String KEY = "clean.columns";

  @Override
  public String name() {
    return NAME;
  }

  @Override
  public Class<CleanOptions> options() {
    return CleanOptions.class;
  }

  @Override
  public String codeVersion() {
    return "2";
  }

  @Override
  public void check(SparkSession spark, CleanOptions options, StepContext context) {
    StructType schema = context.tables().schema(context.inputTable());
    Fields.of(schema, options.columns(), KEY);
    if (options.language().isPresent() && List.of(schema.fieldNames()).contains("lang")) {
      throw UserError.of(
          "clean.language would write the column lang, which the table has already",
          "leave lang out of ingest.columns");
    }
  }

  @Override
  public StepResult run(SparkSession spark, CleanOptions options, StepContext context) {
    Flow input = context.tables().flow(context.inputTable());
    StructType schema = input.schema();
    Judging judging = new Judging(Fields.of(schema, options.columns(), KEY), options);
    Flow judged = input.through(NAME, judging.schema(schema), judging);
    return new Settlement(spark, context.tables()).finish(judged, "cleaned", options.materialize());
  }
}
