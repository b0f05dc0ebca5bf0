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

  /**
   * Runs over a sequence.
   *
   * @param x inputs, {@code [step * width + ...]}
   * @param backward from the last step to the first
   * @param out takes the hidden states, {@code [step * 2 hidden + at + ...]}
   */
  void run(float[] x, int steps, boolean backward, float[] out, int at) {
    int hidden = state.rows();
    float[] h = new float[hidden];
    float[] kept = new float[hidden];
    float[] gate = new float[2 * hidden];
    float[] candidate = new float[hidden];
    float[] before = new float[3 * hidden];
    for (int i = 0; i < steps; i++) {
      int step = backward ? steps - 1 - i : i;
      System.arraycopy(bias, 0, before, 0, before.length);
      inputs.addProduct(x, step * inputs.rows(), before);
      System.arraycopy(before, 0, gate, 0, gate.length);
      gates.addProduct(h, 0, gate);
      Activations.sigmoid(gate);
      for (int j = 0; j < hidden; j++) {
        kept[j] = gate[hidden + j] * h[j];
      }
      System.arraycopy(before, 2 * hidden, candidate, 0, hidden);
      state.addProduct(kept, 0, candidate);
      Activations.tanh(candidate);
      for (int j = 0; j < hidden; j++) {
        h[j] += gate[j] * (candidate[j] - h[j]);
      }
      System.arraycopy(h, 0, out, step * 2 * hidden + at, hidden);
    }
  }
}
