package org.sluice.jobs.tables;

import java.util.Map;
import org.apache.spark.sql.SparkSession;

/**
 * Whether Spark compiles Java code for a query. That pays from some hundred thousand rows on;
 * before that the compiler's own start costs more than all rows (measured: 1.5 of 12 CPU seconds of
 * a run over 21,000 documents).
 */
public final class GeneratedCode {
  private static final long ROWS_WORTH_COMPILING = 200_000;
  private static final Map<String, String> OFF =
      Map.of(
          "spark.sql.codegen.wholeStage", "false",
          "spark.sql.codegen.factoryMode", "NO_CODEGEN");

  private GeneratedCode() {}

  /** Runs queries over so many rows in the cheaper way; both ways give the same rows. */
  public static void whenWorthwhile(SparkSession spark, long rows, Runnable queries) {
    if (rows >= ROWS_WORTH_COMPILING) {
      queries.run();
      return;
    }
    SessionConf.during(spark, OFF, queries);
  }
}
