package org.sluice.jobs.classify;

import java.io.Serializable;
import java.util.Map;
import java.util.TreeMap;
import org.apache.spark.ml.linalg.Vector;
import org.apache.spark.ml.linalg.Vectors;
import org.sluice.text.dedup.TokenGrams;

/**
 * A text as shares of its words, hashed into buckets. Words are in lower case without punctuation;
 * in scripts without blanks each character is one.
 *
 * @param buckets how many
 */
record HashedWords(int buckets) implements Serializable {
  private static final ThreadLocal<TokenGrams> TOKENS = ThreadLocal.withInitial(TokenGrams::new);

  private Map<Integer, Integer> counts(String text) {
    TokenGrams tokens = TOKENS.get();
    int size = tokens.read(text);
    Map<Integer, Integer> counts = new TreeMap<>();
    for (int i = 0; i < size; i++) {
      counts.merge((int) Long.remainderUnsigned(tokens.gram(i, 1), buckets), 1, Integer::sum);
    }
    return counts;
  }

  /** Square roots of shares: long texts weigh as much as short ones, common words do not drown. */
  Vector vector(String text) {
    Map<Integer, Integer> counts = counts(text);
    double size = counts.values().stream().mapToInt(Integer::intValue).sum();
    int[] indices = counts.keySet().stream().mapToInt(Integer::intValue).toArray();
    double[] values = new double[indices.length];
    for (int i = 0; i < values.length; i++) {
      values[i] = Math.sqrt(counts.get(indices[i]) / size);
    }
    return Vectors.sparse(buckets, indices, values);
  }
}
