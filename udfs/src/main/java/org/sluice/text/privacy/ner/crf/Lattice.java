package org.sluice.text.privacy.ner.crf;

import java.util.Arrays;

/**
 * The paths of labels through a sequence of steps: the likeliest one (Viterbi 1967), and the
 * probability of a label, of two labels in a row and of a stretch that has a label
 * (forward-backward, Rabiner 1989, scaled at each step). Used again for each sequence.
 */
public final class Lattice {
  private final int labels;
  private Transitions transitions;
  private double[][] potentials = new double[0][]; // [step][label], exp of score less the maximum
  private double[][] forward = new double[0][];
  private double[][] backward = new double[0][];
  private double[] scales = new double[0];
  private int length;

  public Lattice(Transitions transitions) {
    this.transitions = transitions;
    labels = transitions.labels();
  }

  /** Takes over changed transitions, of as many labels. */
  public void update(Transitions changed) {
    transitions = changed;
  }

  /** Sets the scores of a sequence, {@code [step][label]}, whose first {@code steps} count. */
  public void set(float[][] scores, int steps) {
    begin(steps);
    for (int step = 0; step < steps; step++) {
      double most = most(scores[step]);
      for (int label = 0; label < labels; label++) {
        potentials[step][label] = StrictMath.exp(scores[step][label] - most);
      }
    }
  }

  /**
   * The same where a step cannot have each label.
   *
   * @param allowed which labels a step may have, one bit each, at most 32 of them
   */
  public void set(float[][] scores, int[] allowed, int steps) {
    set(scores, steps);
    for (int step = 0; step < steps; step++) {
      for (int label = 0; label < labels; label++) {
        potentials[step][label] *= allowed[step] >> label & 1;
      }
    }
  }

  private void begin(int steps) {
    length = steps;
    if (potentials.length < steps) {
      potentials = new double[steps][labels];
      forward = new double[steps][labels];
      backward = new double[steps][labels];
      scales = new double[steps];
    }
  }

  private static float most(float[] scores) {
    float most = Float.NEGATIVE_INFINITY;
    for (float score : scores) {
      most = Math.max(most, score);
    }
    return most;
  }

  /** Runs forward and backward. */
  public void sum() {
    for (int step = 0; step < length; step++) {
      scales[step] = forward(step);
    }
    if (length > 0) {
      last();
    }
    for (int step = length - 2; step >= 0; step--) {
      backward(step);
    }
  }

  private double forward(int step) {
    double[] here = forward[step];
    if (step == 0) {
      System.arraycopy(transitions.first, 0, here, 0, labels);
    } else {
      addProduct(forward[step - 1], transitions.after, here);
    }
    double total = 0;
    for (int label = 0; label < labels; label++) {
      here[label] *= potentials[step][label];
      total += here[label];
    }
    double scale = total > 0 ? 1 / total : 1;
    for (int label = 0; label < labels; label++) {
      here[label] *= scale;
    }
    return scale;
  }

  private void last() {
    double total = 0;
    for (int label = 0; label < labels; label++) {
      total += forward[length - 1][label] * transitions.last[label];
    }
    for (int label = 0; label < labels; label++) {
      backward[length - 1][label] = total > 0 ? transitions.last[label] / total : 0;
    }
  }

  private void backward(int step) {
    double[] onward = new double[labels];
    for (int next = 0; next < labels; next++) {
      onward[next] = potentials[step + 1][next] * backward[step + 1][next] * scales[step + 1];
    }
    addProduct(onward, transitions.into, backward[step]);
  }

  /** Sets a row vector times a matrix; each row an array, as HotSpot's vector loops want it. */
  private static void addProduct(double[] x, double[][] rows, double[] out) {
    Arrays.fill(out, 0);
    for (int i = 0; i < x.length; i++) {
      if (x[i] != 0) {
        add(x[i], rows[i], out);
      }
    }
  }

  private static void add(double factor, double[] row, double[] out) {
    for (int j = 0; j < out.length; j++) {
      out[j] += factor * row[j];
    }
  }

  /** Probability of a label, after {@link #sum}. */
  public double marginal(int step, int label) {
    return forward[step][label] * backward[step][label];
  }

  /** Probability of two labels in a row, after {@link #sum}; the second is that of a step > 0. */
  public double marginal(int step, int before, int label) {
    return forward[step - 1][before] * transitions.after[before][label] * reaching(step, label);
  }

  /** What all ways from a step's label on weigh for the step before. */
  private double reaching(int step, int label) {
    return potentials[step][label] * backward[step][label] * scales[step];
  }

  /** Takes the probability of a stretch that ends before a step. */
  @FunctionalInterface
  public interface Stretch {
    void take(int end, double probability);
  }

  /**
   * The stretches from a step on whose first step has one label and all others, as many as there
   * are, the other; after {@link #sum}.
   *
   * @param least probability of what is told of
   */
  public void stretches(int from, int first, int further, double least, Stretch stretch) {
    double reached = forward[from][first];
    int label = first;
    for (int step = from; step < length; step++) {
      if (step > from) {
        reached *= transitions.after[label][further] * potentials[step][further] * scales[step];
        label = further;
      }
      double probability = reached * backward[step][label];
      if (probability < least) {
        return;
      }
      if (step + 1 < length) {
        probability = reached * ending(step, label, further);
      }
      if (probability >= least) {
        stretch.take(step + 1, probability);
      }
    }
  }

  /** All ways on after a step with a label, but those to one label. */
  private double ending(int step, int label, int but) {
    double sum = 0;
    for (int next = 0; next < labels; next++) {
      if (next != but) {
        sum += transitions.after[label][next] * reaching(step + 1, next);
      }
    }
    return sum;
  }

  /** Writes the likeliest labels into {@code best}. */
  public void best(int[] best) {
    byte[][] came = new byte[length][labels];
    double[] now = new double[labels];
    for (int step = 0; step < length; step++) {
      now = step == 0 ? transitions.first.clone() : likeliest(now, potentials[step], came[step]);
      double most = 0;
      for (int label = 0; label < labels; label++) {
        now[label] *= potentials[step][label];
        most = Math.max(most, now[label]);
      }
      for (int label = 0; label < labels; label++) {
        now[label] = most > 0 ? now[label] / most : 0;
      }
    }
    int label = 0;
    for (int other = 1; other < labels; other++) {
      boolean likelier =
          now[other] * transitions.last[other] > now[label] * transitions.last[label];
      label = likelier ? other : label;
    }
    for (int step = length - 1; step >= 0; step--) {
      best[step] = label;
      label = came[step][label];
    }
  }

  /** The likeliest way to each label of a step, and whence it came. */
  private double[] likeliest(double[] before, double[] potentials, byte[] came) {
    double[] next = new double[labels];
    for (int label = 0; label < labels; label++) {
      double[] into = transitions.into[label];
      for (int from = 0; potentials[label] > 0 && from < labels; from++) {
        double through = before[from] * into[from];
        if (through > next[label]) {
          next[label] = through;
          came[label] = (byte) from;
        }
      }
    }
    return next;
  }
}
