package org.sluice.jobs.tables;

import org.apache.spark.sql.types.StructType;

/** Columns of the tables that every run has. Offsets are in Unicode code points unless named. */
public final class Schemas {
  /** Name of the account. */
  public static final String ACCOUNT = "dropped";

  /** Name of the table of rejects. */
  public static final String REJECTED = "rejects";

  /** Name of the table of personal data found. */
  public static final String SPANS_TABLE = "spans";

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

  /** Columns of a side table. */
  public static StructType ofSideTable(String name) {
    return switch (name) {
      case ACCOUNT -> DROPPED;
      case REJECTED -> REJECTS;
      case SPANS_TABLE -> SPANS;
      default -> throw new IllegalArgumentException("There is no side table " + name);
    };
  }
}
