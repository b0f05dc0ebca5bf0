package org.sluice.pipelines.run;

import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.LinkedHashMap;
import java.util.Map;
import org.apache.spark.sql.SparkSession;
import org.sluice.jobs.tables.GeneratedCode;
import org.sluice.jobs.tables.Schemas;
import org.sluice.jobs.tables.Tables;
import org.sluice.pipelines.plan.StepRecord;

/**
 * Every step of every run in this folder, oldest first: a line of JSON when it is done, and the
 * table {@code runs} for SQL at the end of the run.
 */
final class History {
  static final String TABLE = "runs";

  private static final ObjectMapper JSON = new ObjectMapper();

  private final Path file;

  History(Path file) {
    this.file = file;
  }

  void add(String recipe, String digest, String step, String settings, StepRecord record) {
    Map<String, Object> line = new LinkedHashMap<>();
    line.put("run_id", record.runId());
    line.put("recipe", recipe);
    line.put("recipe_digest", digest);
    line.put("step", step);
    line.put("input", record.fingerprint().input());
    line.put("outputs", record.stamps());
    line.put("rows_read", record.rowsRead());
    line.put("rows_kept", record.rowsKept());
    line.put("rows_dropped", record.rowsDropped());
    line.put("rows_rejected", record.rowsRejected());
    line.put("settings", settings);
    line.put("finished_at", record.finishedAt());
    line.put("seconds", record.takenAlongBy() == null ? record.seconds() : null);
    line.put("taken_along_by", record.takenAlongBy());
    line.put("peak_rss_mb", record.peakRssMb());
    try {
      Files.writeString(
          file,
          JSON.writeValueAsString(line) + "\n",
          StandardOpenOption.CREATE,
          StandardOpenOption.APPEND);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Writes the table {@code runs} anew; it has a row a step and run, so it stays small. */
  void writeTable(SparkSession spark, Tables tables) {
    if (Files.exists(file)) {
      GeneratedCode.whenWorthwhile(
          spark,
          1,
          () ->
              tables.write(
                  TABLE, spark.read().schema(Schemas.RUNS).json(file.toString()).coalesce(1)));
    }
  }
}
