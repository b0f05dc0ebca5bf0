package org.sluice.text.privacy.ner.network;

import java.io.DataInputStream;
import java.io.IOException;

/**
 * Gated recurrent units (Cho et al. 2014), one direction of a layer, as PaddlePaddle's dynamic_gru
 * has them: {@code u, r = sigmoid(x Wg + b + h Ug)}, {@code c = tanh(x Wc + b + (r h) Uc)}, {@code
 * h = (1 - u) h + u c}.
 *
 * @param inputs [inputs, 3 hidden]: for the update gate, the reset gate and the candidate
 * @param bias [3 hidden]
 * @param gates [hidden, 2 hidden]
 * @param state [hidden, hidden]
 */
record GruLayer(Matrix inputs, float[] bias, Matrix gates, Matrix state) {
  static GruLayer read(DataInputStream in, int hidden) throws IOException {
    Matrix inputs = Matrix.read(in);
    return new GruLayer(inputs, Matrix.floats(in, 3 * hidden), Matrix.read(in), Matrix.read(in));
  }

  /** What vectors put into the layer: {@code x W + b}, an array of [3 hidden] each. */
  float[][] before(float[][] x) {
    float[][] before = new float[x.length][];
    for (int i = 0; i < x.length; i++) {
      before[i] = bias.clone();
    }
    inputs.addProducts(x, before, x.length);
    return before;
  }

  /**
   * Runs over several sequences side by side.
   *
   * @param before what is put in, {@code [sequence][step][3 hidden]}, the longest sequence first
   * @param backward from the last step to the first
   * @param out takes the hidden states, {@code [sequence][step][at + ...]}
   */
  void run(float[][][] before, boolean backward, float[][][] out, int at) {
    int hidden = state.rows();
    int lanes = before.length;
    float[][] h = new float[lanes][hidden];
    float[][] kept = new float[lanes][hidden];
    float[][] gate = new float[lanes][2 * hidden];
    float[][] candidate = new float[lanes][hidden];
    for (int i = 0; i < before[0].length; i++) {
      while (before[lanes - 1].length <= i) {
        lanes--;
      }
      for (int n = 0; n < lanes; n++) {
        float[] now = before[n][step(before[n], i, backward)];
        System.arraycopy(now, 0, gate[n], 0, 2 * hidden);
        System.arraycopy(now, 2 * hidden, candidate[n], 0, hidden);
      }
      gates.addProducts(h, gate, lanes);
      for (int n = 0; n < lanes; n++) {
        Activations.sigmoid(gate[n]);
        keep(gate[n], h[n], kept[n]);
      }
      state.addProducts(kept, candidate, lanes);
      for (int n = 0; n < lanes; n++) {
        Activations.tanh(candidate[n]);
        update(gate[n], candidate[n], h[n]);
        System.arraycopy(h[n], 0, out[n][step(before[n], i, backward)], at, hidden);
      }
    }
  }

  private static int step(float[][] sequence, int i, boolean backward) {
    return backward ? sequence.length - 1 - i : i;
  }

  private static void keep(float[] gate, float[] h, float[] kept) {
    for (int j = 0; j < h.length; j++) {
      kept[j] = gate[h.length + j] * h[j];
    }
  }

  private static void update(float[] gate, float[] candidate, float[] h) {
    for (int j = 0; j < h.length; j++) {
      h[j] += gate[j] * (candidate[j] - h[j]);
    }
  }
}
