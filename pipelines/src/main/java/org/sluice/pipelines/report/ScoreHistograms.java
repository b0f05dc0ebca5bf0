package org.sluice.pipelines.report;

import static org.apache.spark.sql.functions.avg;
import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.count;
import static org.apache.spark.sql.functions.floor;
import static org.apache.spark.sql.functions.least;
import static org.apache.spark.sql.functions.lit;
import static org.apache.spark.sql.functions.max;
import static org.apache.spark.sql.functions.min;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.OptionalDouble;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.sluice.pipelines.report.ReportData.Histogram;

/** How far beyond their limit the dropped rows lie, for the rules that drop most. */
final class ScoreHistograms {
  private ScoreHistograms() {}

  /**
   * Histograms from the account.
   *
   * @param dropped the account
   * @param most how many rules
   */
  static List<Histogram> of(Dataset<Row> dropped, int bins, int most) {
    Dataset<Row> scored = dropped.filter("score IS NOT NULL AND threshold IS NOT NULL");
    List<Row> rules =
        scored
            .groupBy("step", "rule")
            .agg(
                count(lit(1)).as("rows"),
                min("score").as("low"),
                max("score").as("high"),
                avg("score").as("mean"),
                min("threshold").as("threshold"))
            .orderBy(col("rows").desc(), col("step"), col("rule"))
            .limit(most)
            .collectAsList();
    List<Histogram> histograms = new ArrayList<>();
    for (Row rule : rules) {
      histograms.add(histogram(scored, rule, bins));
    }
    return histograms;
  }

  private static Histogram histogram(Dataset<Row> scored, Row rule, int bins) {
    double threshold = rule.getDouble(6);
    double low = Math.min(rule.getDouble(3), threshold);
    double high = Math.max(rule.getDouble(4), threshold);
    if (high <= low) {
      high = low + Math.max(1e-9, Math.abs(low) * 1e-6);
    }
    double width = (high - low) / bins;
    List<Row> counted =
        scored
            .filter(
                col("step").equalTo(rule.getString(0)).and(col("rule").equalTo(rule.getString(1))))
            .groupBy(least(floor(col("score").minus(low).divide(width)), lit(bins - 1L)).as("bin"))
            .count()
            .collectAsList();
    List<Long> counts = new ArrayList<>(Collections.nCopies(bins, 0L));
    counted.forEach(row -> counts.set((int) row.getLong(0), row.getLong(1)));
    Histogram.Side side =
        rule.getDouble(5) < threshold ? Histogram.Side.BELOW : Histogram.Side.ABOVE;
    return new Histogram(rule.getString(1), low, high, counts, OptionalDouble.of(threshold), side);
  }
}
