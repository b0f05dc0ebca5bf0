package org.sluice.jobs.tables;

import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.StructType;

/**
 * Columns of the tables that every run has. Offsets are in Unicode code points unless named.
 *
 * <p>They are built without Spark's parser, whose first use costs a small run half a second.
 */
public final class Schemas {
  /** Name of the account. */
  public static final String ACCOUNT = "dropped";

  /** Name of the table of rejects. */
  public static final String REJECTED = "rejects";

  /** Name of the table of personal data found. */
  public static final String SPANS_TABLE = "spans";

  /** The account: every row that left, and why. Partitioned by step. */
  public static final StructType DROPPED =
      new StructType()
          .add("id", DataTypes.StringType)
          .add("rule", DataTypes.StringType)
          .add("score", DataTypes.DoubleType)
          .add("threshold", DataTypes.DoubleType)
          .add("detail", DataTypes.StringType)
          .add("step", DataTypes.StringType);

  /** Lines that could not be read; {@code offset} in bytes, {@code raw} at most 1 KB. */
  public static final StructType REJECTS =
      new StructType()
          .add("source", DataTypes.StringType)
          .add("file", DataTypes.StringType)
          .add("line", DataTypes.LongType)
          .add("offset", DataTypes.LongType)
          .add("reason", DataTypes.StringType)
          .add("raw", DataTypes.StringType);

  /** Every row that has duplicates, with the row that stays for it. */
  public static final StructType CLUSTERS =
      new StructType()
          .add("id", DataTypes.StringType)
          .add("representative", DataTypes.StringType)
          .add("size", DataTypes.LongType);

  /** Where personal data stood, never what it was. */
  public static final StructType SPANS =
      new StructType()
          .add("id", DataTypes.StringType)
          .add("field", DataTypes.StringType)
          .add("type", DataTypes.StringType)
          .add("start", DataTypes.LongType)
          .add("end", DataTypes.LongType)
          .add("score", DataTypes.DoubleType);

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
