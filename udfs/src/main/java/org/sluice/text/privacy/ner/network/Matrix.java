package org.sluice.text.privacy.ner.network;

import java.io.DataInputStream;
import java.io.IOException;

/** A matrix of single precision, an array a row; its file has a byte for each value. */
record Matrix(int columns, float[][] values) {
  /** Lanes whose sums stay in the first cache while the rows pass by. */
  private static final int BLOCK = 12;

  /** Rows whose values are integers from -127 to 127, in units of the row's scale. */
  record Rounded(int rows, int columns, float[] scales, byte[] values) {
    static Rounded read(DataInputStream in) throws IOException {
      int rows = in.readInt();
      int columns = in.readInt();
      float[] scales = floats(in, rows);
      byte[] values = new byte[rows * columns];
      in.readFully(values);
      return new Rounded(rows, columns, scales, values);
    }

    /** Writes a row into {@code out[at...]}. */
    void row(int row, float[] out, int at) {
      float scale = scales[row];
      int from = row * columns;
      for (int i = 0; i < columns; i++) {
        out[at + i] = scale * values[from + i];
      }
    }
  }

  static float[] floats(DataInputStream in, int count) throws IOException {
    float[] values = new float[count];
    for (int i = 0; i < count; i++) {
      values[i] = in.readFloat();
    }
    return values;
  }

  static Matrix read(DataInputStream in) throws IOException {
    Rounded rounded = Rounded.read(in);
    float[][] values = new float[rounded.rows][rounded.columns];
    for (int row = 0; row < rounded.rows; row++) {
      rounded.row(row, values[row], 0);
    }
    return new Matrix(rounded.columns, values);
  }

  int rows() {
    return values.length;
  }

  /**
   * Adds row vectors times this matrix: {@code out[n][j] += sum over i of x[n][i] m[i][j]}, term by
   * term in the order of the rows, so that a vector's sums are the same to the bit whichever others
   * come with it. The rows are a multiple of four.
   *
   * @param x one vector a lane
   * @param count lanes from the first on
   */
  void addProducts(float[][] x, float[][] out, int count) {
    for (int from = 0; from < count; from += BLOCK) {
      addBlock(x, out, from, Math.min(count, from + BLOCK));
    }
  }

  private void addBlock(float[][] x, float[][] out, int from, int to) {
    int threes = from + (to - from) / 3 * 3;
    for (int i = 0; i < values.length; i += 2) {
      float[] m0 = values[i];
      float[] m1 = values[i + 1];
      for (int n = from; n < threes; n += 3) {
        addThree(m0, m1, i, x[n], x[n + 1], x[n + 2], out[n], out[n + 1], out[n + 2]);
      }
      if (to - threes == 2) {
        addTwo(m0, m1, i, x[threes], x[threes + 1], out[threes], out[threes + 1]);
      } else if (to > threes && i % 4 == 0) {
        addOne(m0, m1, values[i + 2], values[i + 3], i, x[threes], out[threes]);
      }
    }
  }

  // Each row and each lane is an array of its own, and two rows for three lanes or four rows for
  // one are as much as HotSpot makes vector instructions of: with more, or with rows of one array,
  // it falls back to a fifth of the speed.

  private static void addThree(
      float[] m0,
      float[] m1,
      int i,
      float[] x0,
      float[] x1,
      float[] x2,
      float[] out0,
      float[] out1,
      float[] out2) {
    float x00 = x0[i];
    float x01 = x0[i + 1];
    float x10 = x1[i];
    float x11 = x1[i + 1];
    float x20 = x2[i];
    float x21 = x2[i + 1];
    for (int j = 0; j < out0.length; j++) {
      float a = m0[j];
      float b = m1[j];
      float sum0 = out0[j] + x00 * a + x01 * b;
      float sum1 = out1[j] + x10 * a + x11 * b;
      float sum2 = out2[j] + x20 * a + x21 * b;
      out0[j] = sum0;
      out1[j] = sum1;
      out2[j] = sum2;
    }
  }

  private static void addTwo(
      float[] m0, float[] m1, int i, float[] x0, float[] x1, float[] out0, float[] out1) {
    float x00 = x0[i];
    float x01 = x0[i + 1];
    float x10 = x1[i];
    float x11 = x1[i + 1];
    for (int j = 0; j < out0.length; j++) {
      float a = m0[j];
      float b = m1[j];
      float sum0 = out0[j] + x00 * a + x01 * b;
      float sum1 = out1[j] + x10 * a + x11 * b;
      out0[j] = sum0;
      out1[j] = sum1;
    }
  }

  private static void addOne(
      float[] m0, float[] m1, float[] m2, float[] m3, int i, float[] x, float[] out) {
    float x0 = x[i];
    float x1 = x[i + 1];
    float x2 = x[i + 2];
    float x3 = x[i + 3];
    for (int j = 0; j < out.length; j++) {
      out[j] = out[j] + x0 * m0[j] + x1 * m1[j] + x2 * m2[j] + x3 * m3[j];
    }
  }
}
