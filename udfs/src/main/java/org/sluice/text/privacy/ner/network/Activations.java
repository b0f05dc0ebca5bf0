package org.sluice.text.privacy.ner.network;

/**
 * Hyperbolic tangent and logistic function over arrays, by the continued fraction of the former
 * (Lambert) up to its seventh term: within 1e-4, without a branch and the same on every machine.
 */
final class Activations {
  private static final float MOST = 4.97f; // beyond it the fraction passes 1

  private Activations() {}

  static void tanh(float[] values) {
    for (int i = 0; i < values.length; i++) {
      float x = Math.max(-MOST, Math.min(MOST, values[i]));
      float s = x * x;
      float above = x * (135135 + s * (17325 + s * (378 + s)));
      float below = 135135 + s * (62370 + s * (3150 + s * 28));
      values[i] = above / below;
    }
  }

  static void sigmoid(float[] values) {
    for (int i = 0; i < values.length; i++) {
      values[i] *= 0.5f;
    }
    tanh(values);
    for (int i = 0; i < values.length; i++) {
      values[i] = 0.5f + 0.5f * values[i];
    }
  }
}
