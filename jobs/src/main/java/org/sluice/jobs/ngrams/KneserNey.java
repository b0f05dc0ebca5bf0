package org.sluice.jobs.ngrams;

import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.count;
import static org.apache.spark.sql.functions.expr;
import static org.apache.spark.sql.functions.lit;
import static org.apache.spark.sql.functions.sum;
import static org.apache.spark.sql.functions.when;

import java.util.ArrayList;
import java.util.List;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.functions;
import org.apache.spark.storage.StorageLevel;
import org.sluice.base.UserError;

/**
 * Interpolated modified Kneser-Ney smoothing (Chen and Goodman 1998), as KenLM's lmplz computes it
 * (Heafield et al. 2013).
 *
 * <p>The adjusted count a of a gram is how often it was seen, for the longest ones and those that
 * begin a sentence; for others, how many different words stand before it. Then with the discounts D
 * of its length
 *
 * <pre>
 * p(w | c) = (a(c w) - D(a(c w))) / sum over v of a(c v) + g(c) p(w | c without its first word)
 * g(c)     = sum over v of D(a(c v)) / sum over v of a(c v)
 * </pre>
 *
 * and below single words stands 1 / (different words, the unknown one and the end among them).
 */
final class KneserNey implements AutoCloseable {
  private static final String GRAM = "gram";
  private static final String REST = "substring(gram, instr(gram, ' ') + 1)";
  private static final String UNKNOWN = "<unk>";

  private final int order;
  private final List<Dataset<Row>> levels = new ArrayList<>(); // by length, from 1
  private final List<Dataset<Row>> kept = new ArrayList<>();

  /**
   * Computes a model.
   *
   * @param counted what {@link NgramCounts} gives
   */
  KneserNey(SparkSession spark, Dataset<Row> counted, int order) {
    this.order = order;
    Dataset<Row> grams = keep(counted);
    List<Dataset<Row>> adjusted = adjusted(spark, grams);
    if (grams.isEmpty()) {
      throw UserError.of("the table holds no words", "give a table with text");
    }
    Dataset<Row> lower = null;
    for (int n = 1; n <= order; n++) {
      Dataset<Row> discounted = keep(discounted(adjusted.get(n - 1), n));
      lower = keep(interpolated(discounted, lower, n));
      levels.add(lower);
      if (n > 1) { // the weights of the shorter grams are what this length leaves over
        Dataset<Row> shorter = levels.get(n - 2);
        levels.set(n - 2, withBackoff(n == 2 ? shorter.union(begin(spark)) : shorter, discounted));
      }
    }
    levels.set(order - 1, levels.get(order - 1).withColumn("backoff", lit(null).cast("double")));
  }

  /** Grams of one length: gram, p (probability), backoff (weight). */
  Dataset<Row> level(int n) {
    return levels.get(n - 1);
  }

  private Dataset<Row> keep(Dataset<Row> rows) {
    Dataset<Row> held = rows.persist(StorageLevel.MEMORY_AND_DISK());
    kept.add(held);
    return held;
  }

  @Override
  public void close() {
    kept.forEach(rows -> rows.unpersist(false));
  }

  private List<Dataset<Row>> adjusted(SparkSession spark, Dataset<Row> counted) {
    List<Dataset<Row>> byLength = new ArrayList<>();
    Dataset<Row> longer = keep(counted.filter(col("n").equalTo(order)).select(GRAM, "count"));
    byLength.add(longer);
    for (int n = order - 1; n >= 1; n--) {
      Dataset<Row> continued =
          longer.select(expr(REST).as(GRAM)).groupBy(GRAM).agg(count(lit(1)).as("count"));
      Dataset<Row> begun = counted.filter(col("n").equalTo(n)).select(GRAM, "count");
      longer = keep(continued.union(begun));
      byLength.add(0, longer);
    }
    Dataset<Row> unknown = spark.sql("SELECT '" + UNKNOWN + "' AS gram, 0L AS count");
    byLength.set(0, keep(byLength.get(0).union(unknown)));
    return byLength;
  }

  /** Grams with their context, the probability without the shorter ones', and what is left over. */
  private static Dataset<Row> discounted(Dataset<Row> adjusted, int n) {
    long[] grams = new long[4];
    adjusted
        .filter(col("count").between(1, 4))
        .groupBy("count")
        .agg(count(lit(1)).as("grams"))
        .collectAsList()
        .forEach(row -> grams[(int) row.getLong(0) - 1] = row.getLong(1));
    Discounts discounts = Discounts.of(grams);
    Column seen = col("count");
    Column taken =
        when(seen.equalTo(0), lit(0.0))
            .when(seen.equalTo(1), lit(discounts.one()))
            .when(seen.equalTo(2), lit(discounts.two()))
            .otherwise(lit(discounts.more()));
    Dataset<Row> rows =
        adjusted.withColumn(
            "context", n == 1 ? lit("") : functions.substring_index(col(GRAM), " ", n - 1));
    // whole numbers are summed: the same in any order
    Dataset<Row> contexts =
        rows.groupBy("context")
            .agg(
                sum(seen).as("all"),
                sum(when(seen.equalTo(1), 1L).otherwise(0L)).multiply(discounts.one()).as("d1"),
                sum(when(seen.equalTo(2), 1L).otherwise(0L)).multiply(discounts.two()).as("d2"),
                sum(when(seen.geq(3), 1L).otherwise(0L)).multiply(discounts.more()).as("d3"))
            .withColumn("left", col("d1").plus(col("d2")).plus(col("d3")).divide(col("all")))
            .select("context", "all", "left");
    return rows.join(contexts, "context")
        .withColumn("own", seen.minus(taken).divide(col("all")))
        .select("context", GRAM, "own", "left");
  }

  private static Dataset<Row> interpolated(Dataset<Row> discounted, Dataset<Row> lower, int n) {
    if (n == 1) {
      double uniform = 1.0 / discounted.count();
      return discounted.select(col(GRAM), col("own").plus(col("left").multiply(uniform)).as("p"));
    }
    Dataset<Row> shorter = lower.select(col(GRAM).as("rest"), col("p").as("lower"));
    return discounted
        .withColumn("rest", expr(REST))
        .join(shorter, "rest")
        .select(col(GRAM), col("own").plus(col("left").multiply(col("lower"))).as("p"));
  }

  /** Grams that nothing follows have the weight 1. */
  private static Dataset<Row> withBackoff(Dataset<Row> all, Dataset<Row> longer) {
    Dataset<Row> weights = longer.groupBy("context").agg(functions.first("left").as("left"));
    return all.join(weights, col(GRAM).equalTo(col("context")), "left")
        .select(col(GRAM), col("p"), functions.coalesce(col("left"), lit(1.0)).as("backoff"));
  }

  /** The beginning of a sentence is never asked for; lmplz writes the probability 1. */
  private static Dataset<Row> begin(SparkSession spark) {
    return spark.sql("SELECT '" + NgramCounts.BEGIN + "' AS gram, 1.0D AS p");
  }
}
