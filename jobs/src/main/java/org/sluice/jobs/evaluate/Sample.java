package org.sluice.jobs.evaluate;

import static org.apache.spark.sql.functions.col;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.sluice.engine.file.Json;

/**
 * A prompt with the answers before and after tuning.
 *
 * @param label what was wanted; empty without labels
 * @param answers by model
 */
record Sample(String id, String prompt, String label, Map<String, String> answers) {

  /** All rows whose answers were generated, by id. */
  static List<Sample> of(Dataset<Row> predictions) {
    Map<String, Sample> samples = new TreeMap<>();
    predictions
        .filter(col("generated").isNotNull())
        .select("id", "prompt", "label", "model", "generated")
        .collectAsList()
        .forEach(
            row ->
                samples
                    .computeIfAbsent(
                        row.getString(0),
                        id ->
                            new Sample(
                                id,
                                row.getString(1),
                                row.isNullAt(2) ? "" : row.getString(2),
                                new TreeMap<>()))
                    .answers
                    .put(row.getString(3), row.getString(4)));
    return new ArrayList<>(samples.values());
  }

  ObjectNode toJson() {
    ObjectNode json = Json.MAPPER.createObjectNode();
    json.put("id", id).put("prompt", prompt).put("label", label);
    answers.forEach(json::put);
    return json;
  }
}
