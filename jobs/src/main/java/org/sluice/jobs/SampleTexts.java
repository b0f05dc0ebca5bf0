package org.sluice.jobs;

import static org.apache.spark.sql.functions.col;

import java.util.Arrays;
import java.util.List;
import org.apache.spark.sql.AnalysisException;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.sluice.base.UserError;

/**
 * Samples of texts that a small model learns from: files of JSON lines, also packed, or Parquet.
 */
public final class SampleTexts {
  private SampleTexts() {}

  /**
   * The texts of files, in the column text.
   *
   * @param column where they stand in the files; rows without one are left out
   * @throws UserError when the files cannot be read or have no such column
   */
  public static Dataset<Row> of(SparkSession spark, List<String> files, String column) {
    String[] paths = files.toArray(String[]::new);
    try {
      boolean parquet = Arrays.stream(paths).allMatch(path -> path.endsWith(".parquet"));
      Dataset<Row> rows = parquet ? spark.read().parquet(paths) : spark.read().json(paths);
      if (!Arrays.asList(rows.columns()).contains(column)) {
        throw UserError.at(
            paths[0], "", "there is no column " + column, "give files with that column");
      }
      return rows.select(col(column).as("text")).filter(col("text").isNotNull());
    } catch (Exception e) {
      if (e instanceof AnalysisException) {
        throw UserError.at(
                String.join(", ", paths), "", "the files cannot be read", "correct the paths")
            .causedBy(e);
      }
      throw e;
    }
  }
}
