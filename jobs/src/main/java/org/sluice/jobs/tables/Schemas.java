package org.sluice.jobs.tables;

import org.apache.spark.sql.types.StructType;

/** Columns of the tables that every run has. Offsets are in Unicode code points unless named. */
public final class Schemas {
  /** The account: every row that left, and why. Partitioned by step. */
  public static final StructType DROPPED =
      StructType.fromDDL(
          "id STRING, rule STRING, score DOUBLE, threshold DOUBLE, detail STRING, step STRING");

  /** Lines that could not be read; {@code offset} in bytes, {@code raw} at most 1 KB. */
  public static final StructType REJECTS =
      StructType.fromDDL(
          "source STRING, file STRING, line BIGINT, offset BIGINT, reason STRING, raw STRING");

  /** Every row that has duplicates, with the row that stays for it. */
  public static final StructType CLUSTERS =
      StructType.fromDDL("id STRING, representative STRING, size BIGINT");

  /** Where personal data stood, never what it was. */
  public static final StructType SPANS =
      StructType.fromDDL(
          "id STRING, field STRING, type STRING, start BIGINT, end BIGINT, score DOUBLE");

  private Schemas() {}
}
