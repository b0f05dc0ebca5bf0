package org.sluice.jobs.tables;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/** What a table is on disk. */
public enum TableFormat {
  /** Delta Lake: versions, time travel, commits by its log. */
  DELTA,
  /** A folder of Parquet files, replaced by rename; it knows no versions. */
  PARQUET;

  /**
   * What the tables in a folder are.
   *
   * @param tables the folder TABLES of a run; Delta when it holds none yet
   */
  public static TableFormat of(Path tables) {
    if (!Files.isDirectory(tables)) {
      return DELTA;
    }
    try (Stream<Path> folders = Files.list(tables)) {
      List<Path> all = folders.filter(Files::isDirectory).toList();
      boolean delta =
          all.stream().anyMatch(table -> Files.isDirectory(table.resolve("_delta_log")));
      return delta || all.isEmpty() ? DELTA : PARQUET;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
