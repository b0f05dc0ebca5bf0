package org.sluice.jobs.tables;

/** What a table is on disk. */
public enum TableFormat {
  /** Delta Lake: versions, time travel, commits by its log. */
  DELTA,
  /** A folder of Parquet files, replaced by rename; it knows no versions. */
  PARQUET
}
