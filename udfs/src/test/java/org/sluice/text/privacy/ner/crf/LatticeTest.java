package org.sluice.text.privacy.ner.crf;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.Random;
import java.util.function.IntPredicate;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Compared with all paths of a small lattice, one by one. */
class LatticeTest {
  private static final int LABELS = 3;
  private static final int STEPS = 4;
  private static final int PATHS = 81;

  private final float[] weights = new float[(LABELS + 2) * LABELS];
  private final float[][] scores = new float[STEPS][LABELS];
  private final int[] allowed = {0b111, 0b111, 0b101, 0b111};
  private Lattice lattice;

  @BeforeEach
  void random() {
    random(5);
  }

  private void random(int seed) {
    Random random = new Random(seed);
    for (int i = 0; i < weights.length; i++) {
      weights[i] = (float) random.nextGaussian();
    }
    weights[2 * LABELS + 1] = Float.NEGATIVE_INFINITY; // 1 never follows 0
    for (float[] step : scores) {
      for (int label = 0; label < LABELS; label++) {
        step[label] = (float) random.nextGaussian();
      }
    }
    lattice = new Lattice(Transitions.of(weights, LABELS));
  }

  private static int label(int path, int step) {
    return path / (int) Math.pow(LABELS, step) % LABELS;
  }

  private double weight(int path, boolean masked) {
    double sum = weights[label(path, 0)];
    sum += weights[LABELS + label(path, STEPS - 1)];
    for (int step = 0; step < STEPS; step++) {
      int label = label(path, step);
      sum += scores[step][label];
      sum += step == 0 ? 0 : weights[(2 + label(path, step - 1)) * LABELS + label];
      if (masked && (allowed[step] >> label & 1) == 0) {
        return 0;
      }
    }
    return Math.exp(sum);
  }

  /** Probability of the paths that a test accepts. */
  private double share(boolean masked, IntPredicate test) {
    double all = 0;
    double some = 0;
    for (int path = 0; path < PATHS; path++) {
      all += weight(path, masked);
      some += test.test(path) ? weight(path, masked) : 0;
    }
    return some / all;
  }

  @Test
  void labelsAndPairsHaveTheProbabilityOfTheirPaths() {
    for (boolean masked : new boolean[] {false, true}) {
      if (masked) {
        lattice.set(scores, allowed, STEPS);
      } else {
        lattice.set(scores, STEPS);
      }
      lattice.sum();
      for (int i = 0; i < STEPS * LABELS * LABELS; i++) {
        int step = i / LABELS / LABELS;
        int before = i / LABELS % LABELS;
        int label = i % LABELS;
        assertThat(lattice.marginal(step, label))
            .isCloseTo(share(masked, path -> label(path, step) == label), within(1e-12));
        if (step > 0) {
          assertThat(lattice.marginal(step, before, label))
              .isCloseTo(
                  share(
                      masked,
                      path -> label(path, step - 1) == before && label(path, step) == label),
                  within(1e-12));
        }
      }
    }
  }

  @Test
  void stretchesHaveTheProbabilityOfTheirPaths() {
    lattice.set(scores, STEPS);
    lattice.sum();
    double[] found = new double[STEPS + 1];
    lattice.stretches(1, 2, 1, 0, (end, probability) -> found[end] = probability);
    for (int end = 2; end <= STEPS; end++) {
      int to = end;
      assertThat(found[end]).isCloseTo(share(false, path -> isStretch(path, to)), within(1e-12));
    }
  }

  private static boolean isStretch(int path, int end) {
    boolean is = label(path, 1) == 2;
    for (int step = 2; step < end; step++) {
      is &= label(path, step) == 1;
    }
    return is && (end == STEPS || label(path, end) != 1);
  }

  @Test
  void theBestPathIsTheLikeliest() {
    for (int seed = 0; seed < 30; seed++) {
      random(seed);
      int likeliest = 0;
      for (int path = 1; path < PATHS; path++) {
        likeliest = weight(path, true) > weight(likeliest, true) ? path : likeliest;
      }
      lattice.set(scores, allowed, STEPS);
      int[] best = new int[STEPS];
      lattice.best(best);
      for (int step = 0; step < STEPS; step++) {
        assertThat(best[step]).isEqualTo(label(likeliest, step));
      }
    }
  }

  @Test
  void whereNoPathIsAllowedNothingIsLikely() {
    lattice.set(scores, new int[] {1, 0b10, 1, 1}, STEPS);
    lattice.sum();
    assertThat(lattice.marginal(3, 0)).isZero();
  }

  @Test
  void aLatticeIsUsedAgainForShorterAndLongerSequences() {
    lattice.set(scores, STEPS);
    lattice.sum();
    double before = lattice.marginal(2, 1);
    lattice.set(scores, 1);
    lattice.sum();
    assertThat(lattice.marginal(0, 0) + lattice.marginal(0, 1) + lattice.marginal(0, 2))
        .isCloseTo(1, within(1e-12));
    lattice.set(scores, 0);
    lattice.sum();
    lattice.set(scores, STEPS);
    lattice.sum();
    assertThat(lattice.marginal(2, 1)).isEqualTo(before);
  }
}
