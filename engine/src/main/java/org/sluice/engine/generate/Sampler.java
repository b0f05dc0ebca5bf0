package org.sluice.engine.generate;

import java.util.Arrays;
import java.util.SplittableRandom;
import java.util.stream.IntStream;

/**
 * Draws tokens for one row: softmax of scores / temperature, cut to the nucleus (Holtzman 2019).
 */
final class Sampler {
  private final double temperature;
  private final double topP;
  private final SplittableRandom random;

  /** The row's random numbers depend on the seed and its prompt alone. */
  Sampler(SamplingOptions options, int[] prompt) {
    temperature = options.temperature();
    topP = options.topP();
    random = new SplittableRandom(options.seed() * 31 + Arrays.hashCode(prompt));
  }

  int draw(float[] scores) {
    double[] weights = new double[scores.length];
    double largest = Double.NEGATIVE_INFINITY;
    for (float score : scores) {
      largest = Math.max(largest, score);
    }
    double sum = 0;
    for (int i = 0; i < weights.length; i++) {
      weights[i] = Math.exp((scores[i] - largest) / temperature);
      sum += weights[i];
    }
    int[] nucleus = topP < 1 ? nucleus(weights, sum) : null;
    double kept = nucleus == null ? sum : Arrays.stream(nucleus).mapToDouble(i -> weights[i]).sum();
    double left = random.nextDouble() * kept;
    int count = nucleus == null ? weights.length : nucleus.length;
    int last = 0;
    for (int i = 0; i < count; i++) {
      last = nucleus == null ? i : nucleus[i];
      left -= weights[last];
      if (left < 0) {
        return last;
      }
    }
    return last;
  }

  /** The fewest tokens that together have topP of the weight, likeliest first. */
  private int[] nucleus(double[] weights, double sum) {
    // all tokens below this bound together have less than 1 - topP: none is in the nucleus
    double bound = (1 - topP) * sum / weights.length;
    int[] order =
        IntStream.range(0, weights.length)
            .filter(i -> weights[i] >= bound)
            .boxed()
            .sorted((a, b) -> Double.compare(weights[b], weights[a]))
            .mapToInt(i -> i)
            .toArray();
    double reached = 0;
    int count = 0;
    while (count < order.length && reached < topP * sum) {
      reached += weights[order[count++]];
    }
    return Arrays.copyOf(order, Math.max(1, count));
  }
}
