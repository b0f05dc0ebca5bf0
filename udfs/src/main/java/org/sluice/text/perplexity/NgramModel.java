package org.sluice.text.perplexity;

import java.util.List;

/**
 * A back-off model of n-grams. Scores are KenLM's: log10 of the probability of each word after
 * those before it, from the beginning of the sentence to its end. Any number of threads may use
 * one.
 */
public interface NgramModel {
  /** The longest n-grams. */
  int order();

  /** log10 of the probability of a sentence, its end included. */
  double score(List<String> sentence);
}
