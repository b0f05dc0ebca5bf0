package org.sluice.jobs.lineage;

import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.functions;
import org.sluice.jobs.StepContext;
import org.sluice.jobs.tables.GeneratedCode;
import org.sluice.jobs.tables.Schemas;
import org.sluice.jobs.tables.Tables;

/**
 * Which rows a model has been trained on, noted in the table {@code trained} when training is done.
 * Versions of tables alone would not say it for long: they go when Delta is vacuumed, and Parquet
 * has none.
 */
public final class TrainedRows {
  private static final long ROWS_A_FILE = 1_000_000;

  private final Optional<Dataset<Row>> rows;

  private TrainedRows(Optional<Dataset<Row>> rows) {
    this.rows = rows;
  }

  /** The rows in a table of blocks; blocks without ids of rows leave no trace. */
  public static TrainedRows ofBlocks(Dataset<Row> blocks) {
    if (!Arrays.asList(blocks.columns()).containsAll(List.of("block_id", "doc_ids", "lengths"))) {
      return new TrainedRows(Optional.empty());
    }
    return new TrainedRows(
        Optional.of(
            blocks
                .selectExpr("block_id", "explode(arrays_zip(doc_ids, lengths)) AS sample")
                .selectExpr(
                    "sample.doc_ids AS id",
                    "block_id",
                    "CAST(sample.lengths AS BIGINT) AS tokens")));
  }

  /** The rows of a table of documents. */
  public static TrainedRows ofDocuments(Dataset<Row> documents) {
    if (!Arrays.asList(documents.columns()).contains("id")) {
      return new TrainedRows(Optional.empty());
    }
    return new TrainedRows(
        Optional.of(
            documents.selectExpr(
                "id", "CAST(NULL AS BIGINT) AS block_id", "CAST(NULL AS BIGINT) AS tokens")));
  }

  /** Puts the rows in the place of those that the step has noted before. */
  public void write(StepContext context, String step) {
    Tables tables = context.tables();
    boolean notedBefore = tables.exists(Schemas.TRAINED_TABLE);
    if (rows.isEmpty() && !notedBefore) {
      return;
    }
    Dataset<Row> noted =
        rows.map(known -> known.select(columns(context.runId(), step)))
            .orElseGet(() -> tables.read(Schemas.TRAINED_TABLE).limit(0));
    long count = noted.count();
    GeneratedCode.whenWorthwhile(
        noted.sparkSession(),
        count,
        () ->
            tables.writeParts(
                Schemas.TRAINED_TABLE,
                List.of(step),
                noted.coalesce((int) (count / ROWS_A_FILE + 1))));
  }

  private static Column[] columns(String runId, String step) {
    return new Column[] {
      functions.col("id"),
      functions.col("block_id"),
      functions.col("tokens"),
      functions.lit(runId).as("run_id"),
      functions.lit(step).as("step")
    };
  }
}
