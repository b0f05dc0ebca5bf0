package org.sluice.jobs.lineage;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import org.apache.hadoop.fs.FileStatus;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.Path;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.sluice.jobs.tables.SessionConf;
import org.sluice.jobs.tables.Tables;

/**
 * Deletes the past of a Delta table: files of older versions, and the older commits in its log,
 * which hold the smallest and the largest value of a column in each file (32 characters of a text).
 * What the table holds now stays.
 */
final class DeltaPast {
  private static final String CHECK = "spark.databricks.delta.retentionDurationCheck.enabled";

  /** VACUUM lists a folder in so many tasks, of which Spark's default has 10,000. */
  private static final String LISTING_TASKS =
      "spark.sql.sources.parallelPartitionDiscovery.parallelism";

  private static final String SHUFFLE_TASKS = "spark.sql.shuffle.partitions";

  private static final String INTERVAL = "delta.checkpointInterval";

  private final SparkSession spark;
  private final Tables tables;

  DeltaPast(SparkSession spark, Tables tables) {
    this.spark = spark;
    this.tables = tables;
  }

  /** Whether older commits may tell of rows that the table does not hold now. */
  boolean isThere(String table) {
    List<String> commits =
        tables.log(table).stream().filter(name -> name.matches("\\d{20}\\.json")).sorted().toList();
    boolean beginsWithCheckpoint =
        !commits.isEmpty() && hasCheckpoint(table, version(commits.get(0)));
    return commits.size() > (beginsWithCheckpoint ? 2 : 1);
  }

  void delete(String table) {
    String target = "delta.`" + tables.path(table) + "`";
    String cores = Integer.toString(spark.sparkContext().defaultParallelism());
    Map<String, String> settings =
        Map.of(
            CHECK,
            "false", // rows that shall be gone may not wait a week
            LISTING_TASKS,
            cores,
            SHUFFLE_TASKS, // VACUUM's joins of file names count as caching, which Spark never
            // shrinks
            cores);
    SessionConf.during(
        spark,
        settings,
        () -> {
          if (hasDeletionVectors(target)) {
            spark.sql("REORG TABLE " + target + " APPLY (PURGE)");
          }
          spark.sql("VACUUM " + target + " RETAIN 0 HOURS");
        });
    deleteCommits(table, target);
  }

  /** Deleted rows may still lie in the files that a deletion vector belongs to. */
  private boolean hasDeletionVectors(String target) {
    Row detail = spark.sql("DESCRIBE DETAIL " + target).select("properties").head();
    Map<String, String> properties = detail.getJavaMap(0);
    return "true".equals(properties.get("delta.enableDeletionVectors"));
  }

  /** A checkpoint says all that the commits before it say of the table as it is now. */
  private void deleteCommits(String table, String target) {
    spark.sql("ALTER TABLE " + target + " SET TBLPROPERTIES ('" + INTERVAL + "' = '1')");
    OptionalLong checkpoint = tables.version(table);
    spark.sql("ALTER TABLE " + target + " UNSET TBLPROPERTIES ('" + INTERVAL + "')");
    Path log = new Path(tables.path(table), "_delta_log");
    if (checkpoint.isEmpty() || !hasCheckpoint(table, checkpoint.getAsLong())) {
      throw new IllegalStateException("Delta has written no checkpoint of " + table);
    }
    try {
      FileSystem files = log.getFileSystem(spark.sparkContext().hadoopConfiguration());
      for (FileStatus file : files.listStatus(log)) {
        if (version(file.getPath().getName()) < checkpoint.getAsLong()) {
          files.delete(file.getPath(), false);
        }
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private boolean hasCheckpoint(String table, long version) {
    return tables.log(table).stream()
        .anyMatch(name -> name.contains(".checkpoint.") && version(name) == version);
  }

  /** The version that a file of the log belongs to; the largest number for files of no version. */
  private static long version(String name) {
    String digits = name.startsWith(".") ? name.substring(1) : name;
    return digits.matches("\\d{20}\\..*")
        ? Long.parseLong(digits.substring(0, 20))
        : Long.MAX_VALUE;
  }
}
