package org.sluice.text.perplexity;

import java.util.List;

/**
 * CCNet's perplexity of a document (Wenzek et al. 2020): 10 to the power of minus the summed log10
 * probabilities divided by the words and ends of sentences, rounded to a tenth.
 */
public final class Perplexity {
  private static final double STEPS = 10;

  private final NgramModel model;
  private final Sentences sentences;

  /**
   * @param sentences as those that the model was trained on
   */
  public Perplexity(NgramModel model, Sentences sentences) {
    this.model = model;
    this.sentences = sentences;
  }

  /** The perplexity of a document; NaN when it has no words. */
  public double of(String document) {
    double sum = 0;
    long words = 0;
    for (List<String> sentence : sentences.of(document)) {
      sum += model.score(sentence);
      words += sentence.size() + 1L;
    }
    return words == 0 ? Double.NaN : Math.rint(Math.pow(10, -sum / words) * STEPS) / STEPS;
  }
}
