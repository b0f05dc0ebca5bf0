package org.sluice.text.privacy.ner;

import java.util.Arrays;

/**
 * The paths of labels through a sequence of tokens: the likeliest one (Viterbi 1967) and the
 * marginal probability of each label (forward-backward, Rabiner 1989, scaled at each token).
 */
public final class Lattice {
  private static final int LABELS = EntityType.LABELS;

  private final double[] transitions; // exp of the weight, [before * LABELS + label]; 0 forbids
  private double[] potentials = new double[0]; // exp of the score less the token's maximum
  private double[] forward = new double[0];
  private double[] backward = new double[0];
  private double[] scales = new double[0];
  private byte[] came = new byte[0];
  private int length;

  /**
   * A lattice that is used again for each sequence.
   *
   * @param weights of label after label, {@code [before * LABELS + label]}
   */
  public Lattice(float[] weights) {
    transitions = new double[LABELS * LABELS];
    update(weights);
  }

  /** Takes over changed weights. */
  public void update(float[] weights) {
    for (int i = 0; i < transitions.length; i++) {
      boolean allowed = EntityType.mayFollow(i / LABELS, i % LABELS);
      transitions[i] = allowed ? StrictMath.exp(weights[i]) : 0;
    }
  }

  /**
   * Sets the scores of a sequence.
   *
   * @param scores {@code [token * LABELS + label]}
   * @param allowed which labels a token may have, one bit each
   */
  public void set(float[] scores, int[] allowed, int tokens) {
    length = tokens;
    int cells = tokens * LABELS;
    if (potentials.length < cells) {
      potentials = new double[2 * cells];
      forward = new double[2 * cells];
      backward = new double[2 * cells];
      scales = new double[2 * tokens];
      came = new byte[2 * cells];
    }
    for (int token = 0; token < tokens; token++) {
      float most = Float.NEGATIVE_INFINITY;
      for (int label = 0; label < LABELS; label++) {
        most = Math.max(most, scores[token * LABELS + label]);
      }
      for (int label = 0; label < LABELS; label++) {
        int cell = token * LABELS + label;
        boolean possible = (allowed[token] >> label & 1) != 0;
        potentials[cell] = possible ? StrictMath.exp(scores[cell] - most) : 0;
      }
    }
  }

  /** Runs forward and backward. */
  public void sum() {
    for (int token = 0; token < length; token++) {
      scales[token] = forward(token);
    }
    Arrays.fill(backward, (length - 1) * LABELS, length * LABELS, 1);
    for (int token = length - 2; token >= 0; token--) {
      backward(token);
    }
  }

  private double forward(int token) {
    int row = token * LABELS;
    double total = 0;
    for (int label = 0; label < LABELS; label++) {
      double sum = 0;
      if (potentials[row + label] > 0) {
        if (token == 0) {
          sum = transitions[label]; // as after a token outside
        } else {
          for (int before = 0; before < LABELS; before++) {
            sum += forward[row - LABELS + before] * transitions[before * LABELS + label];
          }
        }
      }
      forward[row + label] = sum * potentials[row + label];
      total += forward[row + label];
    }
    double scale = total > 0 ? 1 / total : 1;
    for (int label = 0; label < LABELS; label++) {
      forward[row + label] *= scale;
    }
    return scale;
  }

  private void backward(int token) {
    int row = token * LABELS;
    for (int label = 0; label < LABELS; label++) {
      double sum = 0;
      for (int after = 0; after < LABELS; after++) {
        int cell = row + LABELS + after;
        sum += transitions[label * LABELS + after] * potentials[cell] * backward[cell];
      }
      backward[row + label] = sum * scales[token + 1];
    }
  }

  /** Probability of a label, after {@link #sum}. */
  public double marginal(int token, int label) {
    int cell = token * LABELS + label;
    return forward[cell] * backward[cell];
  }

  /** Probability of two labels in a row, after {@link #sum}; the second is the token's. */
  public double marginal(int token, int before, int label) {
    int cell = token * LABELS + label;
    double reached = token == 0 ? (before == 0 ? 1 : 0) : forward[cell - label - LABELS + before];
    return reached
        * transitions[before * LABELS + label]
        * potentials[cell]
        * backward[cell]
        * scales[token];
  }

  /** Writes the likeliest labels into {@code labels}. */
  public void best(int[] labels) {
    double[] now = new double[LABELS];
    double[] next = new double[LABELS];
    for (int token = 0; token < length; token++) {
      double most = 0;
      for (int label = 0; label < LABELS; label++) {
        double value = 0;
        int from = 0;
        if (token == 0) {
          value = transitions[label];
        } else if (potentials[token * LABELS + label] > 0) {
          for (int before = 0; before < LABELS; before++) {
            double through = now[before] * transitions[before * LABELS + label];
            if (through > value) {
              value = through;
              from = before;
            }
          }
        }
        next[label] = value * potentials[token * LABELS + label];
        came[token * LABELS + label] = (byte) from;
        most = Math.max(most, next[label]);
      }
      for (int label = 0; label < LABELS; label++) {
        now[label] = most > 0 ? next[label] / most : 0;
      }
    }
    int label = 0;
    for (int other = 1; other < LABELS; other++) {
      label = now[other] > now[label] ? other : label;
    }
    for (int token = length - 1; token >= 0; token--) {
      labels[token] = label;
      label = came[token * LABELS + label];
    }
  }
}
