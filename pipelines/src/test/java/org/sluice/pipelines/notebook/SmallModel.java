package org.sluice.pipelines.notebook;

import static org.apache.spark.sql.functions.lit;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.apache.spark.sql.SparkSession;
import org.sluice.jobs.tables.Schemas;
import org.sluice.jobs.tables.TableFormat;
import org.sluice.jobs.tables.Tables;

/** Documents, a training log and predictions, as a run leaves them. */
final class SmallModel {
  private SmallModel() {}

  static void write(SparkSession spark, Path output, TableFormat format) throws IOException {
    Tables tables = new Tables(spark, output + "/tables", format);
    String text = "The board of the harbour has written to ana@example.org that the night tide of ";
    tables.write(
        "documents",
        spark
            .range(6)
            .selectExpr(
                "concat('d', id) AS id",
                "concat('" + text + "', if(id < 2, 'May', string(id)), ' will be high.') AS text")
            .withColumn("source", lit("made")));
    List<Row> predictions = new ArrayList<>();
    for (int i = 0; i < 4; i++) {
      for (String model : List.of("base", "tuned")) {
        String said = model.equals("tuned") || i == 0 ? "good" : "bad";
        predictions.add(
            RowFactory.create(
                "r" + i, model, "good", said, new Double[] {-1.0, -2.0}, 1.5, 2L, null, "?", said));
      }
    }
    tables.write("predictions", spark.createDataFrame(predictions, Schemas.PREDICTIONS));
    Files.createDirectories(output.resolve("train"));
    StringBuilder log = new StringBuilder();
    for (int step = 1; step <= 12; step++) {
      log.append(
          "{\"step\":%d,\"loss\":%s,\"lr\":0.1,\"grad_norm\":1.5,\"tokens\":100,\"tokens_per_second\":50.0,\"rss_mb\":90,\"time\":1.0}%n"
              .formatted(step, 3.0 / step));
    }
    Files.writeString(output.resolve("train/log.jsonl"), log);
  }
}
