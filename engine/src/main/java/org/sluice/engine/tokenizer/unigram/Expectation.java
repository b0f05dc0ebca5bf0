package org.sluice.engine.tokenizer.unigram;

import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;

/**
 * How often each piece is expected in the words, over all ways to cut them, each as likely as the
 * product of its pieces (forward-backward).
 *
 * <p>All ways to cut a word have the same number of characters. Each probability is multiplied by a
 * constant for each character of its piece, which changes no share and keeps products of long words
 * in the range of a double.
 */
final class Expectation {
  /** Parts of the words that are summed by themselves: the sum is the same on any machine. */
  private static final int PARTS = 16;

  private final Lexicon lexicon;
  private final double perCharacter;
  private final double[] weights;
  private final double unknown;

  /**
   * What was found.
   *
   * @param counts by piece
   * @param logLikelihood of all words, in nats
   */
  record Found(double[] counts, double logLikelihood) {}

  /**
   * @param perCharacter about how many nats a character costs
   */
  Expectation(Lexicon lexicon, double perCharacter) {
    this.lexicon = lexicon;
    this.perCharacter = perCharacter;
    this.weights = new double[lexicon.size()];
    for (int id = 0; id < weights.length; id++) {
      weights[id] = Math.exp(lexicon.score(id) + perCharacter * lexicon.length(id));
    }
    this.unknown = Math.exp(lexicon.unknownScore() + perCharacter);
  }

  Found of(List<int[]> words, long[] counts) {
    List<Part> parts =
        IntStream.range(0, PARTS)
            .parallel()
            .mapToObj(
                part -> {
                  Part own = new Part();
                  for (int w = part; w < words.size(); w += PARTS) {
                    own.add(words.get(w), 0, words.get(w).length, counts[w]);
                  }
                  return own;
                })
            .toList();
    double[] sums = new double[lexicon.size()];
    double logLikelihood = 0;
    for (Part part : parts) {
      logLikelihood += part.logLikelihood;
      for (int id = 0; id < sums.length; id++) {
        sums[id] += part.expected[id];
      }
    }
    return new Found(sums, logLikelihood);
  }

  private final class Part {
    private final double[] expected = new double[lexicon.size()];
    private double logLikelihood;
    private double[] before = new double[64]; // sum over all ways to cut what stands before a place
    private double[] behind = new double[64];

    void add(int[] word, int from, int to, long count) {
      int length = to - from;
      if (before.length <= length) {
        before = new double[2 * length];
        behind = new double[2 * length];
      }
      forward(word, from, length);
      double all = before[length];
      if (!(all > 0 && all < Double.POSITIVE_INFINITY)) {
        if (length > 1) { // far from the usual cost of a character: two halves are nearer
          add(word, from, from + length / 2, count);
          add(word, from + length / 2, to, count);
        }
        return;
      }
      logLikelihood += count * (Math.log(all) - perCharacter * length);
      backward(word, from, length, count / all);
    }

    private void forward(int[] word, int from, int length) {
      Arrays.fill(before, 0, length + 1, 0);
      before[0] = 1;
      for (int start = 0; start < length; start++) {
        boolean single = false;
        int node = 0;
        for (int end = start + 1; end <= length; end++) {
          node = lexicon.next(node, word[from + end - 1]);
          if (node < 0) {
            break;
          }
          int piece = lexicon.piece(node);
          if (piece >= 0) {
            single |= end == start + 1;
            before[end] += before[start] * weights[piece];
          }
        }
        if (!single) {
          before[start + 1] += before[start] * unknown;
        }
      }
    }

    private void backward(int[] word, int from, int length, double share) {
      behind[length] = 1;
      for (int start = length - 1; start >= 0; start--) {
        double sum = 0;
        boolean single = false;
        int node = 0;
        for (int end = start + 1; end <= length; end++) {
          node = lexicon.next(node, word[from + end - 1]);
          if (node < 0) {
            break;
          }
          int piece = lexicon.piece(node);
          if (piece >= 0) {
            single |= end == start + 1;
            double rest = weights[piece] * behind[end];
            sum += rest;
            expected[piece] += before[start] * rest * share;
          }
        }
        behind[start] = single ? sum : sum + unknown * behind[start + 1];
      }
    }
  }
}
