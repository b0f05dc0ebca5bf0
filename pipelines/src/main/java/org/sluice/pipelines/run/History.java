package org.sluice.pipelines.run;

import static org.apache.spark.sql.functions.col;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.functions;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.StructField;
import org.apache.spark.sql.types.StructType;
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

  private static final String OUTPUTS = "outputs";
  private static final String NAMES = "output_names";
  private static final String STAMPS = "output_stamps";
  private static final StructType PARTS = parts();
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

  /**
   * Writes the table {@code runs} anew; it has a row a step and run, so it stays small. Its rows
   * come from here: Spark's own reader of JSON would have code compiled for them.
   */
  void writeTable(SparkSession spark, Tables tables) {
    if (!Files.exists(file)) {
      return;
    }
    List<Row> rows = new ArrayList<>();
    try {
      for (String line : Files.readAllLines(file)) {
        rows.add(row(JSON.readTree(line)));
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    GeneratedCode.whenWorthwhile(
        spark,
        1,
        () ->
            tables.write(
                TABLE,
                spark
                    .createDataFrame(rows, PARTS)
                    .withColumn(OUTPUTS, functions.map_from_arrays(col(NAMES), col(STAMPS)))
                    .to(Schemas.RUNS)
                    .coalesce(1)));
  }

  /** Columns of the table, but for its map, which rows cannot carry. */
  private static StructType parts() {
    StructType parts =
        new StructType()
            .add(NAMES, DataTypes.createArrayType(DataTypes.StringType))
            .add(STAMPS, DataTypes.createArrayType(DataTypes.StringType));
    for (StructField field : Schemas.RUNS.fields()) {
      parts = field.name().equals(OUTPUTS) ? parts : parts.add(field);
    }
    return parts;
  }

  private static Row row(JsonNode line) {
    List<String> names = new ArrayList<>();
    List<String> stamps = new ArrayList<>();
    JsonNode outputs = line.path(OUTPUTS);
    outputs.fieldNames().forEachRemaining(names::add);
    names.forEach(name -> stamps.add(outputs.path(name).asText()));
    List<Object> values = new ArrayList<>(List.of(names.toArray(), stamps.toArray()));
    for (StructField field : PARTS.fields()) {
      if (!List.of(NAMES, STAMPS).contains(field.name())) {
        values.add(value(line.path(field.name()), field));
      }
    }
    return RowFactory.create(values.toArray());
  }

  private static Object value(JsonNode value, StructField field) {
    if (value.isMissingNode() || value.isNull()) {
      return null;
    }
    return switch (field.dataType().typeName()) {
      case "long" -> value.asLong();
      case "double" -> value.asDouble();
      default -> value.asText();
    };
  }
}
