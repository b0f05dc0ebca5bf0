package org.sluice.text.privacy.ner.network;

import java.util.Arrays;

/**
 * Marginal probabilities of a linear-chain conditional random field (forward-backward, Rabiner
 * 1989, scaled at each step): of the label of a step, and of a stretch that has a label.
 */
final class LabelLattice {
  private final int labels;
  private final int length;
  private final double[] after; // exp of the weight, [before * labels + label]
  private final double[] potentials; // exp of the score less the step's maximum
  private final double[] forward;
  private final double[] backward;
  private final double[] scales;

  /**
   * Runs forward and backward.
   *
   * @param weights exp of the weights of the first label, of the last, and of label after label
   * @param scores {@code [step * labels + label]}, at least one step
   */
  LabelLattice(double[] weights, int labels, float[] scores, int length) {
    this.labels = labels;
    this.length = length;
    after = Arrays.copyOfRange(weights, 2 * labels, weights.length);
    potentials = new double[length * labels];
    forward = new double[length * labels];
    backward = new double[length * labels];
    scales = new double[length];
    for (int step = 0; step < length; step++) {
      potentials(scores, step);
      forward(step, weights);
    }
    backward(weights);
  }

  private void potentials(float[] scores, int step) {
    float most = Float.NEGATIVE_INFINITY;
    for (int i = step * labels; i < (step + 1) * labels; i++) {
      most = Math.max(most, scores[i]);
    }
    for (int i = step * labels; i < (step + 1) * labels; i++) {
      potentials[i] = StrictMath.exp(scores[i] - most);
    }
  }

  private void forward(int step, double[] first) {
    int row = step * labels;
    for (int label = 0; step == 0 && label < labels; label++) {
      forward[label] = first[label];
    }
    for (int before = 0; step > 0 && before < labels; before++) {
      double reached = forward[row - labels + before];
      for (int label = 0; label < labels; label++) {
        forward[row + label] += reached * after[before * labels + label];
      }
    }
    double total = 0;
    for (int i = row; i < row + labels; i++) {
      forward[i] *= potentials[i];
      total += forward[i];
    }
    scales[step] = 1 / total;
    for (int i = row; i < row + labels; i++) {
      forward[i] *= scales[step];
    }
  }

  private void backward(double[] weights) {
    int last = (length - 1) * labels;
    double total = 0;
    for (int label = 0; label < labels; label++) {
      total += forward[last + label] * weights[labels + label];
    }
    for (int label = 0; label < labels; label++) {
      backward[last + label] = weights[labels + label] / total;
    }
    for (int step = length - 2; step >= 0; step--) {
      for (int label = 0; label < labels; label++) {
        backward[step * labels + label] = onward(step, label, -1);
      }
    }
  }

  /** All ways on after a step with a label, but those to one label. */
  private double onward(int step, int label, int but) {
    int row = (step + 1) * labels;
    double sum = 0;
    for (int next = 0; next < labels; next++) {
      double way = after[label * labels + next] * potentials[row + next] * backward[row + next];
      sum += next == but ? 0 : way;
    }
    return sum * scales[step + 1];
  }

  /** Probability of a label. */
  double marginal(int step, int label) {
    return forward[step * labels + label] * backward[step * labels + label];
  }

  /** Takes the probability of a stretch that ends before a step. */
  @FunctionalInterface
  interface Stretch {
    void take(int end, double probability);
  }

  /**
   * The stretches from a step on whose first step has one label and all others, as many as there
   * are, the other.
   *
   * @param least probability of what is told of
   */
  void stretches(int from, int first, int further, double least, Stretch stretch) {
    double reached = forward[from * labels + first];
    int label = first;
    for (int step = from; step < length; step++) {
      if (step > from) {
        int cell = step * labels + further;
        reached *= after[label * labels + further] * potentials[cell] * scales[step];
        label = further;
      }
      if (reached * backward[step * labels + label] < least) {
        return;
      }
      boolean ends = step + 1 == length;
      double probability =
          reached * (ends ? backward[step * labels + label] : onward(step, label, further));
      if (probability >= least) {
        stretch.take(step + 1, probability);
      }
    }
  }
}
