package org.sluice.jobs.lineage;

import java.util.List;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.functions;
import org.sluice.jobs.tables.Schemas;
import org.sluice.jobs.tables.Tables;

/**
 * Takes rows out of a table. Delta rewrites the files that hold one of them; a Parquet table is
 * written anew as a whole. Either way the table is replaced at one instant.
 */
final class Erasure {
  /** The view of ids for SQL. */
  private static final String IDS = "sluice_forget_ids";

  private static final String CUT = "sluice_forget_blocks";

  private final SparkSession spark;
  private final Tables tables;
  private final Dataset<Row> ids;

  /**
   * An eraser.
   *
   * @param ids one column, id, without repetition
   */
  Erasure(SparkSession spark, Tables tables, Dataset<Row> ids) {
    this.spark = spark;
    this.tables = tables;
    this.ids = ids;
    ids.createOrReplaceTempView(IDS);
  }

  /** Rows of the table that hold one of the ids in this way. */
  long count(String table, Holding holding) {
    Dataset<Row> rows = tables.read(table);
    Column held =
        holding == Holding.SAMPLES
            ? functions.explode(functions.col(holding.column()))
            : functions.col(holding.column());
    return rows.select(held.as("id")).join(ids, "id").count();
  }

  /** Takes the ids out of a table. */
  void erase(String table, List<Holding> holdings) {
    switch (tables.format()) {
      case DELTA -> holdings.forEach(holding -> merge(table, holding));
      case PARQUET -> rewrite(table, holdings);
    }
  }

  private void merge(String table, Holding holding) {
    String target = "delta.`" + tables.path(table) + "`";
    if (holding == Holding.SAMPLES) {
      BlockCut.changed(tables.read(table), ids).createOrReplaceTempView(CUT);
      spark.sql(
          "MERGE INTO "
              + target
              + " t USING "
              + CUT
              + " s ON t.block_id = s.block_id"
              + " WHEN MATCHED AND size(s.doc_ids) = 0 THEN DELETE"
              + " WHEN MATCHED THEN UPDATE SET input_ids = s.input_ids, labels = s.labels,"
              + " lengths = s.lengths, doc_ids = s.doc_ids");
      return;
    }
    String change =
        deletes(holding)
            ? "DELETE"
            : "UPDATE SET " + holding.column() + " = '" + ForgottenRows.STAND_IN + "'";
    spark.sql(
        "MERGE INTO %s t USING %s f ON t.%s = f.id WHEN MATCHED THEN %s"
            .formatted(target, IDS, holding.column(), change));
  }

  private void rewrite(String table, List<Holding> holdings) {
    Dataset<Row> rows = tables.read(table);
    String[] columns = rows.columns();
    for (Holding holding : holdings) {
      rows = without(rows, holding).selectExpr(columns);
    }
    if (Schemas.PARTED.contains(table)) {
      tables.writeParts(table, steps(table), rows);
    } else {
      tables.write(table, rows);
    }
  }

  private List<String> steps(String table) {
    return tables.read(table).select("step").distinct().collectAsList().stream()
        .map(row -> row.getString(0))
        .toList();
  }

  private Dataset<Row> without(Dataset<Row> rows, Holding holding) {
    String column = holding.column();
    if (holding == Holding.SAMPLES) {
      Dataset<Row> cut = BlockCut.changed(rows, ids);
      Dataset<Row> untouched = rows.join(cut.select("block_id"), "block_id", "left_anti");
      return untouched.unionByName(cut.filter("size(doc_ids) > 0"));
    }
    Dataset<Row> gone = ids.withColumnRenamed("id", "gone");
    Column same = rows.col(column).equalTo(gone.col("gone"));
    if (deletes(holding)) {
      return rows.join(gone, same, "left_anti");
    }
    Column named = functions.col("gone").isNotNull();
    return rows.join(gone, same, "left_outer")
        .withColumn(
            column,
            functions
                .when(named, functions.lit(ForgottenRows.STAND_IN))
                .otherwise(functions.col(column)));
  }

  private static boolean deletes(Holding holding) {
    return switch (holding) {
      case ROW, BUCKET -> true;
      case REPRESENTATIVE, DETAIL, SAMPLES -> false;
    };
  }
}
