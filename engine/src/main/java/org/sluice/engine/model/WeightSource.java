package org.sluice.engine.model;

import java.util.Arrays;
import java.util.Random;
import org.sluice.base.UserError;
import org.sluice.engine.file.Checkpoint;
import org.sluice.engine.file.ModelConfig;

/** Where a model's first weights come from. */
interface WeightSource {
  /** Values of a linear layer or an embedding, row-major. */
  float[] matrix(String name, int rows, int columns);

  /** Values of a norm's gain. */
  float[] gain(String name, int width);

  /** Weights out of files. */
  static WeightSource of(Checkpoint checkpoint) {
    return new WeightSource() {
      @Override
      public float[] matrix(String name, int rows, int columns) {
        return read(name, rows, columns);
      }

      @Override
      public float[] gain(String name, int width) {
        return read(name, width);
      }

      private float[] read(String name, long... shape) {
        if (checkpoint.tensors().contains(name) && !Arrays.equals(checkpoint.shape(name), shape)) {
          throw UserError.at(
              checkpoint.path(),
              name,
              "has the shape %s where the configuration asks for %s"
                  .formatted(Arrays.toString(checkpoint.shape(name)), Arrays.toString(shape)),
              "take configuration and weights of the same model");
        }
        return checkpoint.read(name);
      }
    };
  }

  /**
   * Fresh weights as transformers starts them: normal with the configuration's initializer_range
   * (0.02 unless given), gains one. Each tensor has a generator of its own, seeded by the seed and
   * its name, so that the order of reading does not matter.
   */
  static WeightSource random(ModelConfig config, long seed) {
    Object range = config.raw().get("initializer_range");
    double deviation = range instanceof Number number ? number.doubleValue() : 0.02;
    return new WeightSource() {
      @Override
      public float[] matrix(String name, int rows, int columns) {
        Random random = new Random(31 * seed + name.hashCode());
        float[] values = new float[rows * columns];
        for (int i = 0; i < values.length; i++) {
          values[i] = (float) (deviation * random.nextGaussian());
        }
        return values;
      }

      @Override
      public float[] gain(String name, int width) {
        float[] ones = new float[width];
        Arrays.fill(ones, 1);
        return ones;
      }
    };
  }
}
