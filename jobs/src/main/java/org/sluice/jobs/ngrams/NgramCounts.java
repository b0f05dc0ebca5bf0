package org.sluice.jobs.ngrams;

import java.util.ArrayList;
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
import org.sluice.jobs.clean.Pieces;
import org.sluice.text.perplexity.Sentences;

/**
 * Counts the longest grams of a table's sentences, and the shorter ones that begin a sentence. Of
 * all other grams the model looks at what stands before them alone, which these tell.
 */
final class NgramCounts {
  static final String BEGIN = "<s>";
  static final String END = "</s>";

  /** Grams that a task holds before it hands their counts on. */
  private static final int PER_TASK = 200_000;

  private static final StructType SCHEMA = StructType.fromDDL("n INT, gram STRING, count BIGINT");

  private NgramCounts() {}

  /** Rows of length, gram (its words with blanks between) and count. */
  static Dataset<Row> of(Dataset<Row> table, NgramModelOptions options) {
    Column[] texts = options.columns().stream().map(functions::col).toArray(Column[]::new);
    MapPartitionsFunction<Row, Row> count = rows -> new Counter(rows, options);
    return table
        .select(texts)
        .mapPartitions(count, Encoders.row(SCHEMA))
        .groupBy("n", "gram")
        .agg(functions.sum("count").as("count"));
  }

  private static final class Counter implements Iterator<Row> {
    private final Iterator<Row> rows;
    private final int order;
    private final Sentences text;
    private Iterator<Map.Entry<String, Long>> counted =
        Map.<String, Long>of().entrySet().iterator();

    Counter(Iterator<Row> rows, NgramModelOptions options) {
      this.rows = rows;
      this.order = options.order();
      this.text = Pieces.sentences(options.sentencepiece(), options.tokens());
    }

    @Override
    public boolean hasNext() {
      while (!counted.hasNext() && rows.hasNext()) {
        counted = more().entrySet().iterator();
      }
      return counted.hasNext();
    }

    @Override
    public Row next() {
      if (!hasNext()) {
        throw new NoSuchElementException();
      }
      Map.Entry<String, Long> entry = counted.next();
      String gram = entry.getKey();
      int words = 1 + (int) gram.chars().filter(c -> c == ' ').count();
      return RowFactory.create(words, gram, entry.getValue());
    }

    private Map<String, Long> more() {
      Map<String, Long> counts = new HashMap<>();
      while (rows.hasNext() && counts.size() < PER_TASK) {
        Row row = rows.next();
        for (int i = 0; i < row.length(); i++) {
          if (!row.isNullAt(i)) {
            text.of(row.getString(i)).forEach(sentence -> count(sentence, counts));
          }
        }
      }
      return counts;
    }

    private void count(List<String> sentence, Map<String, Long> counts) {
      List<String> words = new ArrayList<>();
      words.add(BEGIN);
      for (String word : sentence) {
        if (!word.equals(BEGIN) && !word.equals(END)) {
          words.add(word);
        }
      }
      words.add(END);
      for (int end = 2; end <= words.size(); end++) {
        int start = Math.max(0, end - order);
        counts.merge(String.join(" ", words.subList(start, end)), 1L, Long::sum);
      }
    }
  }
}
