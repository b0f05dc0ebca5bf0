package org.sluice.engine.adapter;

import java.util.Arrays;
import java.util.Random;

/** Fresh values. Each tensor has a generator of its own, seeded by the seed and its name. */
final class Inits {
  private final long seed;

  Inits(long seed) {
    this.seed = seed;
  }

  /** A tensor's own generator. */
  Random random(String name) {
    return new Random(31 * seed + name.hashCode());
  }

  /** Normal with mean 0. */
  float[] normal(String name, int count, double deviation) {
    Random random = random(name);
    float[] values = new float[count];
    for (int i = 0; i < count; i++) {
      values[i] = (float) (deviation * random.nextGaussian());
    }
    return values;
  }

  /** Uniform within ± bound. */
  float[] uniform(String name, int count, double bound) {
    Random random = random(name);
    float[] values = new float[count];
    for (int i = 0; i < count; i++) {
      values[i] = (float) (bound * (2 * random.nextDouble() - 1));
    }
    return values;
  }

  /** torch's kaiming_uniform_ with a = sqrt(5), as its layers start: uniform within 1/sqrt(in). */
  float[] kaiming(String name, int count, int in) {
    return uniform(name, count, 1 / Math.sqrt(in));
  }

  /** The same value everywhere. */
  static float[] constant(int count, float value) {
    float[] values = new float[count];
    Arrays.fill(values, value);
    return values;
  }
}
