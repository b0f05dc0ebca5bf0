package org.sluice.text.fasttext;

import java.util.Arrays;

/**
 * Hierarchical softmax: a Huffman tree over the labels, built from their counts as fastText does.
 */
final class LabelTree {
  private static final long MANY = 1_000_000_000_000_000L;
  private static final float LEAST = (float) Math.log(1e-5);

  private final int labels;
  private final int[] left;
  private final int[] right;

  LabelTree(long[] labelCounts) {
    labels = labelCounts.length;
    int nodes = Math.max(0, 2 * labels - 1);
    left = new int[nodes];
    right = new int[nodes];
    long[] counts = new long[nodes];
    Arrays.fill(left, -1);
    Arrays.fill(right, -1);
    Arrays.fill(counts, MANY);
    System.arraycopy(labelCounts, 0, counts, 0, labels);
    int leaf = labels - 1;
    int node = labels;
    for (int i = labels; i < nodes; i++) {
      left[i] = leaf >= 0 && counts[leaf] < counts[node] ? leaf-- : node++;
      right[i] = leaf >= 0 && counts[leaf] < counts[node] ? leaf-- : node++;
      counts[i] = counts[left[i]] + counts[right[i]];
    }
  }

  /** Probabilities of the labels; 0 for what is below 1e-5. */
  float[] probabilities(float[] hidden, Matrix output) {
    float[] found = new float[labels];
    float[] scores = new float[left.length];
    for (int node = left.length - 1; node >= 0; node--) {
      if (scores[node] < LEAST) {
        if (node >= labels) {
          scores[left[node]] = Float.NEGATIVE_INFINITY;
          scores[right[node]] = Float.NEGATIVE_INFINITY;
        }
      } else if (node < labels) {
        found[node] = (float) Math.exp(scores[node]);
      } else {
        float dot = output.dotRow(hidden, node - labels);
        float share = (float) (1.0 / (1 + Math.exp(-dot)));
        scores[left[node]] = scores[node] + log(1.0f - share);
        scores[right[node]] = scores[node] + log(share);
      }
    }
    return found;
  }

  private static float log(float x) {
    return (float) Math.log(x + 1e-5);
  }
}
