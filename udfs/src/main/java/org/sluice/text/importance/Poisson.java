package org.sluice.text.importance;

/** The Poisson distribution. */
final class Poisson {
  private static final int SERIES_FROM = 16;
  private static final double HALF_LOG_TWO_PI = 0.5 * Math.log(2 * Math.PI);

  private Poisson() {}

  /**
   * The probability of a number.
   *
   * @param number 0 or more
   * @param mean above 0
   */
  static double probability(long number, double mean) {
    return Math.exp(number * Math.log(mean) - logFactorial(number) - mean);
  }

  /** log(n!), by Stirling's series of the gamma function to its fourth term where n is large. */
  private static double logFactorial(long n) {
    double x = n + 1.0;
    if (x < SERIES_FROM) {
      double product = 1;
      for (int i = 2; i <= n; i++) {
        product *= i;
      }
      return Math.log(product);
    }
    double square = x * x;
    double rest = (1 / 12.0 - (1 / 360.0 - (1 / 1260.0 - 1 / 1680.0 / square) / square) / square);
    return (x - 0.5) * Math.log(x) - x + HALF_LOG_TWO_PI + rest / x;
  }
}
