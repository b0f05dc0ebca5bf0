package org.sluice.jobs.ngrams;

import java.io.Serializable;

/**
 * What is taken off counts of 1, 2 and 3 or more (Chen and Goodman 1998, equation 26): with n(j)
 * grams of count j, Y = n(1) / (n(1) + 2 n(2)) and D(j) = j - (j + 1) Y n(j + 1) / n(j). Where the
 * text is too small for these, 0.5, 1 and 1.5, lmplz's fallback.
 */
record Discounts(double one, double two, double more) implements Serializable {
  private static final Discounts FALLBACK = new Discounts(0.5, 1, 1.5);

  /**
   * The discounts of one length.
   *
   * @param grams how many have the count 1, 2, 3 and 4
   */
  static Discounts of(long[] grams) {
    double y = grams[0] / (double) (grams[0] + 2 * grams[1]);
    double[] taken = new double[3];
    for (int j = 1; j <= 3; j++) {
      taken[j - 1] = j - (j + 1) * y * grams[j] / grams[j - 1];
      if (!(taken[j - 1] >= 0 && taken[j - 1] <= j)) {
        return FALLBACK;
      }
    }
    return new Discounts(taken[0], taken[1], taken[2]);
  }
}
