package org.sluice.jobs.lineage;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Encoders;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.functions;
import org.sluice.base.Nearest;
import org.sluice.base.UserError;
import org.sluice.jobs.tables.Tables;

/** Ids of rows as a user gives them. Each result has one column, id. */
public final class RowIds {
  private static final String DOCUMENTS = "documents";
  private static final String CLUSTERS = "clusters";

  private final SparkSession spark;
  private final Tables tables;

  public RowIds(SparkSession spark, Tables tables) {
    this.spark = spark;
    this.tables = tables;
  }

  public Dataset<Row> of(List<String> ids) {
    return spark.createDataset(ids, Encoders.STRING()).toDF("id");
  }

  /**
   * One id a line; empty lines don't count.
   *
   * @throws UserError when there is no such file
   */
  public Dataset<Row> in(Path file) {
    if (!Files.isRegularFile(file)) {
      throw UserError.at(file, "", "there is no such file", "give a file with one id a line");
    }
    return spark
        .read()
        .text(file.toUri().toString())
        .select(functions.trim(functions.col("value")).as("id"))
        .filter("id <> ''");
  }

  /**
   * Ids of the documents that have a value in a column: a person's rows by the person's key.
   *
   * @param key COLUMN=VALUE
   * @throws UserError when the documents have no such column
   */
  public Dataset<Row> with(String key) {
    int equals = key.indexOf('=');
    String column = equals < 0 ? key : key.substring(0, equals);
    Dataset<Row> documents = tables.read(DOCUMENTS);
    List<String> columns = Arrays.asList(documents.columns());
    if (equals < 0 || !columns.contains(column)) {
      throw UserError.of(
          "--key " + column + ": the documents have no such column",
          "give COLUMN=VALUE, such as " + Nearest.to(column, columns) + "=VALUE");
    }
    return documents
        .filter(documents.col(column).cast("string").equalTo(key.substring(equals + 1)))
        .select("id");
  }

  /** The ids and those of all rows that the step dedup found to be copies of theirs. */
  public Dataset<Row> withCopies(Dataset<Row> ids) {
    if (!tables.exists(CLUSTERS)) {
      return ids;
    }
    Dataset<Row> clusters = tables.read(CLUSTERS).select("id", "representative");
    Dataset<Row> theirs = clusters.join(ids, "id").select("representative").distinct();
    return ids.union(clusters.join(theirs, "representative").select("id")).distinct();
  }
}
