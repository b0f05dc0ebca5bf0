package org.sluice.jobs.lineage;

import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.HashSet;
import java.util.Set;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.functions;
import org.sluice.base.config.Canonical;
import org.sluice.jobs.tables.GeneratedCode;
import org.sluice.jobs.tables.Schemas;
import org.sluice.jobs.tables.Tables;

/**
 * The table of rows that must not come back when their source is read again. It holds digests of
 * ids: an id may be somebody's name.
 */
public final class ForgottenRows {
  /** Stands where the id of a forgotten row stood. */
  public static final String STAND_IN = "(forgotten)";

  private ForgottenRows() {}

  /** Digests of all rows that are forgotten; empty when none is. */
  public static Set<String> digests(Tables tables) {
    Set<String> digests = new HashSet<>();
    if (tables.exists(Schemas.FORGOTTEN_TABLE)) {
      tables
          .read(Schemas.FORGOTTEN_TABLE)
          .select("digest")
          .collectAsList()
          .forEach(row -> digests.add(row.getString(0)));
    }
    return digests;
  }

  /** The digest of an id: SHA-256 of its UTF-8, as Spark's {@code sha2(id, 256)}. */
  public static String digest(String id) {
    return Canonical.sha256(id);
  }

  /**
   * Adds rows to the table.
   *
   * @param ids one column, id
   */
  static void add(Tables tables, Dataset<Row> ids) {
    String now = Instant.now().truncatedTo(ChronoUnit.SECONDS).toString();
    Dataset<Row> rows =
        ids.select(
            functions.sha2(functions.col("id"), 256).as("digest"),
            functions.lit(now).as("forgotten_at"));
    if (tables.exists(Schemas.FORGOTTEN_TABLE)) {
      rows =
          tables
              .read(Schemas.FORGOTTEN_TABLE)
              .unionByName(rows)
              .groupBy("digest")
              .agg(functions.min("forgotten_at").as("forgotten_at"));
    }
    Dataset<Row> all = rows.coalesce(1);
    GeneratedCode.whenWorthwhile(
        ids.sparkSession(), 1, () -> tables.write(Schemas.FORGOTTEN_TABLE, all));
  }
}
