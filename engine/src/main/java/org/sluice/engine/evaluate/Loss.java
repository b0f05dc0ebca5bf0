package org.sluice.engine.evaluate;

/**
 * Cross entropy over target tokens.
 *
 * @param sum in nats
 * @param count target tokens
 */
public record Loss(double sum, long count) {
  public static final Loss NONE = new Loss(0, 0);

  public Loss plus(Loss other) {
    return new Loss(sum + other.sum, count + other.count);
  }

  /** Nats a token; NaN without tokens. */
  public double mean() {
    return sum / count;
  }

  /** exp of the mean: how many tokens the model hesitates between. */
  public double perplexity() {
    return Math.exp(mean());
  }
}
