package org.sluice.engine.model;

import ai.djl.ndarray.types.Shape;
import ai.djl.pytorch.engine.PtNDArray;
import org.sluice.engine.tensor.ScoreBias;

/**
 * Attention with linear biases (Press et al. 2022): each head adds slope times the key's place to
 * the scores, which is a penalty on distance since a softmax ignores what all scores have in
 * common.
 */
final class Alibi {
  private final float[] slopes;
  private final boolean rounded;

  /**
   * @param rounded whether slopes and products are rounded to bfloat16, as Falcon was trained
   */
  Alibi(int heads, boolean rounded) {
    this.rounded = rounded;
    int power = Integer.highestOneBit(heads);
    slopes = new float[heads];
    for (int i = 0; i < heads; i++) {
      slopes[i] =
          i < power
              ? (float) Math.pow(2, -8.0 / power * (i + 1))
              : (float) Math.pow(2, -4.0 / power * (2 * (i - power) + 1));
    }
  }

  /** The bias for a pass, times the factor. */
  ScoreBias bias(Run run, double factor) {
    int reach = run.reach();
    float[] values = new float[slopes.length * reach];
    for (int head = 0; head < slopes.length; head++) {
      float slope = rounded ? bfloat16(slopes[head]) : slopes[head];
      for (int key = 0; key < reach; key++) {
        float product = slope * key;
        values[head * reach + key] = (float) ((rounded ? bfloat16(product) : product) * factor);
      }
    }
    PtNDArray array =
        (PtNDArray) run.tape().manager().create(values, new Shape(slopes.length, reach));
    return new ScoreBias(run.tape().constant(array), ScoreBias.By.KEY);
  }

  /** The nearest bfloat16, of two the even one. */
  static float bfloat16(float value) {
    int bits = Float.floatToRawIntBits(value);
    return Float.intBitsToFloat((bits + 0x7FFF + ((bits >>> 16) & 1)) & 0xFFFF0000);
  }
}
