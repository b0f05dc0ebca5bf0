package org.sluice.jobs.tokenizer;

import java.util.HashMap;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.NoSuchElementException;
import org.apache.spark.api.java.function.MapPartitionsFunction;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Encoders;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.apache.spark.sql.functions;
import org.apache.spark.sql.types.StructType;
import org.sluice.jobs.tokenizer.TokenizerOptions.Algorithm;

/** How often each word stands in a table; the text itself stays where it is. */
final class WordCounts {
  /** More words than any vocabulary asks for, and few enough for the driver. */
  private static final int MOST = 1_000_000;

  /** Words that a task counts before it hands them on. */
  private static final int PER_TASK = 200_000;

  private static final StructType SCHEMA = StructType.fromDDL("word STRING, count BIGINT");

  private WordCounts() {}

  /**
   * The most frequent words with their counts, in an order of their own.
   *
   * @param columns text columns
   * @param algorithm what a word is: for BPE GPT-2's, for unigram those between blanks
   * @param minCount words that occur less often are left out
   */
  static List<Row> of(Dataset<Row> table, List<String> columns, int minCount, Algorithm algorithm) {
    Column[] texts = columns.stream().map(functions::col).toArray(Column[]::new);
    MapPartitionsFunction<Row, Row> count = rows -> new Counter(rows, algorithm);
    return table
        .select(texts)
        .mapPartitions(count, Encoders.row(SCHEMA))
        .groupBy("word")
        .agg(functions.sum("count").as("count"))
        .filter(functions.col("count").geq(minCount))
        .orderBy(functions.col("count").desc(), functions.col("word"))
        .limit(MOST)
        .collectAsList();
  }

  /** Counts within a partition, and gives the counts away whenever too many words came together. */
  private static final class Counter implements Iterator<Row> {
    private final Iterator<Row> rows;
    private final Algorithm algorithm;
    private Iterator<Map.Entry<String, Long>> counted =
        Map.<String, Long>of().entrySet().iterator();

    Counter(Iterator<Row> rows, Algorithm algorithm) {
      this.rows = rows;
      this.algorithm = algorithm;
    }

    @Override
    public boolean hasNext() {
      if (!counted.hasNext()) {
        counted = next(new HashMap<>()).entrySet().iterator();
      }
      return counted.hasNext();
    }

    @Override
    public Row next() {
      if (!hasNext()) {
        throw new NoSuchElementException();
      }
      Map.Entry<String, Long> entry = counted.next();
      return RowFactory.create(entry.getKey(), entry.getValue());
    }

    private Map<String, Long> next(Map<String, Long> counts) {
      while (rows.hasNext() && counts.size() < PER_TASK) {
        Row row = rows.next();
        for (int i = 0; i < row.length(); i++) {
          if (!row.isNullAt(i)) {
            algorithm.cut(row.getString(i), word -> counts.merge(word, 1L, Long::sum));
          }
        }
      }
      return counts;
    }
  }
}
