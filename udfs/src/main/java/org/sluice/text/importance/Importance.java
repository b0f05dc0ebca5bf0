package org.sluice.text.importance;

import java.math.BigDecimal;
import java.math.RoundingMode;

/**
 * The log importance of texts (Xie et al. 2023, "Data Selection for Language Models via Importance
 * Resampling") as RedPajama-V2 computes it:
 *
 * <pre>
 * importance = sum over words and pairs of log(p(bucket) + 1e-8) - log(q(bucket) + 1e-8)
 * corrected  = importance + log(Poisson(length; target's words) + 1e-8)
 *                         - log(Poisson(length; source's words) + 1e-8)
 * </pre>
 *
 * <p>with p and q the shares of the buckets in target and source, and Poisson distributions whose
 * means are the mean words of a text there. Both in nats, rounded to 8 places. Any number of
 * threads may use one.
 */
public final class Importance {
  private static final double SMALLEST = 1e-8;
  private static final int PLACES = 8;

  private final HashedGrams grams;
  private final double[] ratios; // of each bucket, log(p / q)
  private final double targetWords;
  private final double sourceWords;

  /** What is taken for the length of a text. */
  public enum Length {
    /** RedPajama-V2's: code points, though the means are words. */
    CHARACTERS,
    /** As the means. */
    WORDS
  }

  /**
   * What a text got.
   *
   * @param importance NaN for an empty text
   * @param corrected for length, likewise
   */
  public record Scores(double importance, double corrected) {
    private static final Scores EMPTY = new Scores(Double.NaN, Double.NaN);
  }

  public Importance(ImportanceModel model) {
    double[] target = logShares(model.target().buckets());
    double[] source = logShares(model.source().buckets());
    this.grams = new HashedGrams(target.length);
    this.ratios = new double[target.length];
    for (int i = 0; i < ratios.length; i++) {
      ratios[i] = target[i] - source[i];
    }
    this.targetWords = model.target().meanWords();
    this.sourceWords = model.source().meanWords();
  }

  /** Measures a text. */
  public Scores of(String text, Length length) {
    if (text.isEmpty()) {
      return Scores.EMPTY;
    }
    double[] sum = {0};
    int words = grams.read(text, bucket -> sum[0] += ratios[bucket]);
    long size =
        switch (length) {
          case CHARACTERS -> text.codePointCount(0, text.length());
          case WORDS -> words;
        };
    double correction =
        Math.log(Poisson.probability(size, targetWords) + SMALLEST)
            - Math.log(Poisson.probability(size, sourceWords) + SMALLEST);
    return new Scores(rounded(sum[0]), rounded(sum[0] + correction));
  }

  private static double[] logShares(long[] counts) {
    double all = 0;
    for (long count : counts) {
      all += count;
    }
    double[] logs = new double[counts.length];
    for (int i = 0; i < logs.length; i++) {
      logs[i] = Math.log(counts[i] / all + SMALLEST);
    }
    return logs;
  }

  /** As Python's {@code round}. */
  private static double rounded(double value) {
    return new BigDecimal(value).setScale(PLACES, RoundingMode.HALF_EVEN).doubleValue();
  }
}
