package org.sluice.jobs.tokenize;

import java.io.Serializable;

/**
 * Sums over the rows that were tokenised.
 *
 * @param samples rows of the train split
 * @param tokens of the train split
 * @param targets tokens of the train split that are to be learnt
 * @param truncated rows of both splits that were cut
 */
record Totals(long samples, long testRows, long tokens, long targets, long truncated)
    implements Serializable {
  static final Totals NONE = new Totals(0, 0, 0, 0, 0);

  static Totals of(Object[] row) {
    Sample sample = (Sample) row[Tokenizing.SAMPLE];
    long cut = (boolean) row[Tokenizing.TRUNCATED] ? 1 : 0;
    return (boolean) row[Tokenizing.TEST]
        ? new Totals(0, 1, 0, 0, cut)
        : new Totals(1, 0, sample.length(), sample.targets(), cut);
  }

  static Totals plus(Totals a, Totals b) {
    return new Totals(
        a.samples + b.samples,
        a.testRows + b.testRows,
        a.tokens + b.tokens,
        a.targets + b.targets,
        a.truncated + b.truncated);
  }
}
