package org.sluice.engine.tensor;

/**
 * What is added to the scores of an attention.
 *
 * @param values one row a query head
 * @param by what a column stands for
 */
public record ScoreBias(Var values, By by) {
  /** What a column stands for; in the order of the text's numbers, from 1. */
  public enum By {
    /** The key's place less the query's; the middle column is distance 0. */
    DISTANCE,
    /** The key's place. */
    KEY
  }
}
