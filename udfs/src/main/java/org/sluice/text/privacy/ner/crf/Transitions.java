package org.sluice.text.privacy.ner.crf;

import java.util.Arrays;

/** How labels follow each other: factors, exp of the weights; 0 forbids. */
public final class Transitions {
  final double[] first; // of the first label of a sequence
  final double[] last; // of the last
  final double[][] after; // [before][label]
  final double[][] into; // [label][before]: the same

  private Transitions(double[] first, double[] last, double[][] after) {
    this.first = first;
    this.last = last;
    this.after = after;
    into = new double[first.length][first.length];
    for (int label = 0; label < first.length; label++) {
      for (int before = 0; before < first.length; before++) {
        into[label][before] = after[before][label];
      }
    }
  }

  /**
   * Transitions of trained weights.
   *
   * @param weights of the first label, of the last, and of label after label, {@code [labels + 2,
   *     labels]}; negative infinity forbids
   */
  public static Transitions of(float[] weights, int labels) {
    double[][] rows = new double[labels + 2][labels];
    for (int i = 0; i < weights.length; i++) {
      rows[i / labels][i % labels] = StrictMath.exp(weights[i]);
    }
    return new Transitions(rows[0], rows[1], Arrays.copyOfRange(rows, 2, rows.length));
  }

  public int labels() {
    return first.length;
  }
}
