package org.sluice.jobs.evaluate;

import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.count;
import static org.apache.spark.sql.functions.expr;
import static org.apache.spark.sql.functions.lit;
import static org.apache.spark.sql.functions.sum;

import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.sluice.jobs.evaluate.EvaluateOptions.Metric;

/** From predictions to the numbers of metrics.json. */
final class Scores {
  private Scores() {}

  /** By model the asked metrics and the number of rows. */
  static Map<String, Map<String, Object>> of(Dataset<Row> predictions, EvaluateOptions options) {
    List<Row> sums =
        predictions
            .groupBy("model")
            .agg(
                count(lit(1)),
                sum(col("loss")),
                sum(col("tokens")),
                expr("count_if(predicted = label)"),
                expr("count(predicted)"),
                expr("count_if(exact)"),
                expr("count(exact)"))
            .collectAsList();
    Map<String, Map<String, Object>> scores = new TreeMap<>();
    for (Row row : sums) {
      scores.put(row.getString(0), scores(row, options.metrics()));
    }
    return scores;
  }

  private static Map<String, Object> scores(Row sums, List<Metric> metrics) {
    Map<String, Object> scores = new TreeMap<>();
    scores.put("rows", sums.getLong(1));
    double loss = sums.getDouble(2) / sums.getLong(3);
    for (Metric metric : metrics) {
      switch (metric) {
        case LOSS -> scores.put("loss", loss);
        case PERPLEXITY -> scores.put("perplexity", Math.exp(loss));
        case ACCURACY -> {
          if (sums.getLong(5) > 0) {
            scores.put("accuracy", sums.getLong(4) / (double) sums.getLong(5));
          }
        }
        case EXACT_MATCH -> scores.put("exact_match", sums.getLong(6) / (double) sums.getLong(7));
      }
    }
    return scores;
  }
}
