package org.sluice.jobs.dedup;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.types.StructType;

/** Texts of made-up words with known duplicates. */
public final class Corpus {
  private static final StructType SCHEMA =
      StructType.fromDDL("id STRING, text STRING, split STRING");
  private static final int ORIGINALS = 60;

  private Corpus() {}

  /**
   * Sixty originals o00 to o59. Every third has an equal copy e.., every fourth a chain of three
   * copies n..-0 to n..-2, each with some more words changed than the one before. Twelve short rows
   * share their boilerplate. One held-out row equals an original.
   */
  static Dataset<Row> of(SparkSession spark, long shuffle, int partitions) {
    Random random = new Random(5);
    List<Row> rows = new ArrayList<>();
    for (int i = 0; i < ORIGINALS; i++) {
      String[] words = random.ints(120, 0, 2000).mapToObj(Corpus::word).toArray(String[]::new);
      String name = "%02d".formatted(i);
      rows.add(row("o" + name, words, "train"));
      if (i == 0) {
        rows.add(row("test", words, "test"));
      }
      if (i % 3 == 0) {
        rows.add(row("e" + name, words, "train"));
      }
      for (int k = 0; k < 3 && i % 4 == 0; k++) {
        words[random.nextInt(words.length)] = "changed" + word(k);
        rows.add(row("n" + name + "-" + k, words, "train"));
      }
    }
    for (int i = 0; i < 12; i++) {
      rows.add(RowFactory.create("b" + i, "all rights of this page are reserved here", "train"));
    }
    Collections.shuffle(rows, new Random(shuffle));
    return spark.createDataFrame(rows, SCHEMA).repartition(partitions);
  }

  /** A word of letters: digits count as equal when texts are compared. */
  public static String word(int number) {
    StringBuilder word = new StringBuilder("w");
    for (int rest = number; rest > 0; rest /= 26) {
      word.append((char) ('a' + rest % 26));
    }
    return word.toString();
  }

  private static Row row(String id, String[] words, String split) {
    return RowFactory.create(id, String.join(" ", words), split);
  }
}
