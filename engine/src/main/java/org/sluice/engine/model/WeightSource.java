package org.sluice.engine.model;

import java.util.Arrays;
import java.util.Random;
import java.util.Set;
import org.sluice.engine.file.Checkpoint;
import org.sluice.engine.file.ModelConfig;

/** Where a model's first weights come from. */
interface WeightSource {
  /** What a tensor is, for a model that starts without a file. */
  enum Role {
    MATRIX,
    GAIN,
    BIAS
  }

  /**
   * Values of a tensor, row-major.
   *
   * @param name as transformers writes it into files
   */
  float[] read(String name, Role role, long... shape);

  /** Whether there is such a tensor. */
  boolean has(String name);

  /** The name that the file has for it. */
  default String nameOf(String name) {
    return name;
  }

  /**
   * Refuses what holds weights that no part of the model has read.
   *
   * @param needless starts of names that another task of the same file reads
   */
  default void refuseSurplus(Set<String> needless) {}

  /** Weights out of files, each checked for its shape and for values that are no numbers. */
  static WeightSource of(Checkpoint checkpoint, LoadOptions options) {
    return new CheckpointWeights(checkpoint, options.hollow());
  }

  /**
   * Fresh weights as transformers starts them: normal with the configuration's initializer_range
   * (0.02 unless given), gains one, biases zero. Each tensor has a generator of its own, seeded by
   * the seed and its name, so that the order of reading does not matter.
   */
  static WeightSource random(ModelConfig config, long seed) {
    double deviation = config.decimal("initializer_range", 0.02);
    return new WeightSource() {
      @Override
      public float[] read(String name, Role role, long... shape) {
        float[] values =
            new float[Math.toIntExact(Arrays.stream(shape).reduce(1, (a, b) -> a * b))];
        switch (role) {
          case GAIN -> Arrays.fill(values, 1);
          case BIAS -> {} // zeros
          case MATRIX -> {
            Random random = new Random(31 * seed + name.hashCode());
            for (int i = 0; i < values.length; i++) {
              values[i] = (float) (deviation * random.nextGaussian());
            }
          }
        }
        return values;
      }

      @Override
      public boolean has(String name) {
        return true;
      }
    };
  }
}
