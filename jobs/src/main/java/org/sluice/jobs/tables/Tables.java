package org.sluice.jobs.tables;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.concurrent.locks.LockSupport;
import java.util.zip.CRC32;
import org.apache.hadoop.fs.FileStatus;
import org.apache.spark.sql.DataFrameWriter;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SaveMode;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.functions;
import org.apache.spark.sql.types.StructType;
import org.sluice.base.UserError;

/** The tables of one run, each a folder below one root. */
public final class Tables {
  /** Longest wait for the tasks of a failed write. */
  private static final Duration STRAGGLING = Duration.ofSeconds(10);

  private final SparkSession spark;
  private final String root;
  private final TableFormat format;
  private final Folders folders;
  private final Map<String, Flow> handedOver = new HashMap<>();

  public Tables(SparkSession spark, String root, TableFormat format) {
    this.spark = spark;
    this.root = root;
    this.format = format;
    this.folders = new Folders(spark.sparkContext().hadoopConfiguration());
  }

  public TableFormat format() {
    return format;
  }

  public String path(String name) {
    return root + "/" + name;
  }

  /** The tables that are there, by name. */
  public List<String> names() {
    return folders.names(root).stream()
        .filter(name -> !name.startsWith("."))
        .filter(this::exists)
        .sorted()
        .toList();
  }

  public boolean exists(String name) {
    return switch (format) {
      case DELTA -> version(name).isPresent();
      case PARQUET -> folders.exists(path(name));
    };
  }

  /**
   * The table as it is now.
   *
   * @throws UserError when there is no such table
   */
  public Dataset<Row> read(String name) {
    if (!exists(name)) {
      throw UserError.at(
          path(name), "", "there is no table " + name, "run the step that writes it first");
    }
    return switch (format) {
      case DELTA -> spark.read().format("delta").load(path(name));
      case PARQUET -> readParquet(name);
    };
  }

  private Dataset<Row> readParquet(String name) {
    if (Schemas.PARTED.contains(name) || name.equals(Schemas.BUCKETS_TABLE)) {
      // parts that hold no rows say nothing of the columns, and of buckets there are many files
      return spark.read().schema(Schemas.ofSideTable(name)).parquet(path(name));
    }
    return spark.read().parquet(path(name));
  }

  /** The table as it was at a version; Parquet tables have none. */
  public Dataset<Row> read(String name, long version) {
    if (format != TableFormat.DELTA) {
      throw UserError.at(
          path(name), "", "a Parquet table has no versions", "set output.format: delta");
    }
    return spark.read().format("delta").option("versionAsOf", version).load(path(name));
  }

  /** The newest version: the highest commit in Delta's log. Empty without one, and for Parquet. */
  public OptionalLong version(String name) {
    if (format != TableFormat.DELTA) {
      return OptionalLong.empty();
    }
    return log(name).stream()
        .filter(file -> file.matches("\\d{20}\\.json"))
        .mapToLong(file -> Long.parseLong(file.substring(0, 20)))
        .max();
  }

  /** Names of the files in Delta's log of a table. */
  public List<String> log(String name) {
    return folders.names(path(name) + "/_delta_log");
  }

  /**
   * Names the state of a table: equal stamps, equal content. A Delta version, or a digest over the
   * names and lengths of Parquet files, whose names Spark makes anew with each write.
   */
  public String stamp(String name) {
    return switch (format) {
      case DELTA -> "delta:" + version(name).orElse(-1);
      case PARQUET -> "parquet:" + digest(name);
    };
  }

  private String digest(String name) {
    CRC32 digest = new CRC32();
    for (FileStatus file : folders.dataFiles(path(name))) {
      String line = file.getPath().getName() + ' ' + file.getLen() + '\n';
      digest.update(line.getBytes(StandardCharsets.UTF_8));
    }
    return Long.toHexString(digest.getValue());
  }

  /** The table's rows as the start of a pass; what a step has handed over comes first. */
  public Flow flow(String name) {
    Flow pending = handedOver.remove(name);
    return pending == null ? Flow.of(read(name)) : pending;
  }

  /** Keeps rows for the next step that asks for {@code name}, without writing them. */
  public void handOver(String name, Flow flow) {
    handedOver.put(name, flow);
  }

  /** Whether a step could read the table: it is written, or handed over. */
  public boolean isReadable(String name) {
    return handedOver.containsKey(name) || exists(name);
  }

  /** The columns of a table that is written or handed over. */
  public StructType schema(String name) {
    Flow pending = handedOver.get(name);
    return pending == null ? read(name).schema() : pending.schema();
  }

  /** Puts the rows in the place of the table; a killed job leaves the table as it was. */
  public void write(String name, Dataset<Row> rows) {
    switch (format) {
      case DELTA -> writeDelta(name, rows);
      case PARQUET -> folders.replace(path(name), fresh -> rows.write().parquet(fresh));
    }
  }

  private void writeDelta(String name, Dataset<Row> rows) {
    try {
      rows.write()
          .format("delta")
          .mode(SaveMode.Overwrite)
          .option("overwriteSchema", "true")
          .save(path(name));
    } finally {
      if (!exists(name)) {
        awaitTasks();
        folders.delete(path(name)); // a first write that failed leaves files that are no table
      }
    }
  }

  /** Tasks of a job that failed go on for a moment and may write still. */
  private void awaitTasks() {
    long end = System.nanoTime() + STRAGGLING.toNanos();
    while (System.nanoTime() < end
        && Arrays.stream(spark.sparkContext().statusTracker().getExecutorInfos())
            .anyMatch(executor -> executor.numRunningTasks() > 0)) {
      LockSupport.parkNanos(Duration.ofMillis(20).toNanos());
    }
  }

  /**
   * Replaces what these steps have written in the account; rows of other steps stay.
   *
   * @param rows columns of {@link Schemas#DROPPED}, rows of these steps alone
   */
  public void writeDropped(List<String> steps, Dataset<Row> rows) {
    writeParts(Schemas.ACCOUNT, steps, rows);
  }

  /** Replaces what these steps have written in a table that is partitioned by step. */
  public void writeParts(String name, List<String> steps, Dataset<Row> rows) {
    DataFrameWriter<Row> writer = rows.write().partitionBy("step");
    String table = path(name);
    switch (format) {
      case DELTA ->
          writer
              .format("delta")
              .mode(SaveMode.Overwrite)
              .option("replaceWhere", "step IN ('" + String.join("', '", steps) + "')")
              .save(table);
      case PARQUET ->
          folders.replaceParts(
              table, steps.stream().map(step -> "step=" + step).toList(), writer::parquet);
    }
  }

  /** What one step has dropped, columns of {@link Schemas#DROPPED}. */
  public Dataset<Row> dropped(String step) {
    return read(Schemas.ACCOUNT).filter(functions.col("step").equalTo(step));
  }
}
