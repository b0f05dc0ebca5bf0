package org.sluice.jobs.tables;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.OptionalLong;
import java.util.zip.CRC32;
import org.apache.hadoop.fs.FileStatus;
import org.apache.hadoop.fs.Path;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SaveMode;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.functions;
import org.sluice.base.UserError;

/** The tables of one run, each a folder below one root. */
public final class Tables {
  private static final String ACCOUNT = "dropped";

  private final SparkSession spark;
  private final String root;
  private final TableFormat format;
  private final Folders folders;

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
    if (name.equals(ACCOUNT)) {
      return spark.read().schema(Schemas.DROPPED).parquet(path(name));
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
    return folders.names(path(name) + "/_delta_log").stream()
        .filter(file -> file.matches("\\d{20}\\.json"))
        .mapToLong(file -> Long.parseLong(file.substring(0, 20)))
        .max();
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

  /** Puts the rows in the place of the table; a killed job leaves the table as it was. */
  public void write(String name, Dataset<Row> rows) {
    switch (format) {
      case DELTA ->
          rows.write()
              .format("delta")
              .mode(SaveMode.Overwrite)
              .option("overwriteSchema", "true")
              .save(path(name));
      case PARQUET -> folders.replace(path(name), fresh -> rows.write().parquet(fresh));
    }
  }

  /**
   * Replaces what one step has written in the account; rows of other steps stay.
   *
   * @param rows columns of {@link Schemas#DROPPED}
   */
  public void writeDropped(String step, Dataset<Row> rows) {
    String[] names = Schemas.DROPPED.fieldNames();
    switch (format) {
      case DELTA ->
          rows.selectExpr(names)
              .write()
              .format("delta")
              .partitionBy("step")
              .mode(SaveMode.Overwrite)
              .option("replaceWhere", "step = '" + step + "'")
              .save(path(ACCOUNT));
      case PARQUET -> {
        Dataset<Row> own = rows.selectExpr(Arrays.copyOf(names, names.length - 1));
        String folder = new Path(path(ACCOUNT), "step=" + step).toString();
        folders.replace(folder, fresh -> own.write().parquet(fresh));
      }
    }
  }

  /** What one step has dropped, columns of {@link Schemas#DROPPED}. */
  public Dataset<Row> dropped(String step) {
    return read(ACCOUNT).filter(functions.col("step").equalTo(step));
  }
}
