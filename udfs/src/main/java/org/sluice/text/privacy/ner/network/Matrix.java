package org.sluice.text.privacy.ner.network;

import java.io.DataInputStream;
import java.io.IOException;

/** A matrix of single precision, an array a row; its file has a byte for each value. */
record Matrix(int columns, float[][] values) {
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
   * Adds a row vector times this matrix: {@code out[j] += sum over i of x[at + i] m[i][j]}. The
   * rows are a multiple of four.
   */
  void addProduct(float[] x, int at, float[] out) {
    for (int i = 0; i < values.length; i += 4) {
      add(values[i], values[i + 1], values[i + 2], values[i + 3], x, at + i, out);
    }
  }

  /**
   * Four rows at once, each an array of its own: HotSpot makes vector instructions of just this
   * loop (of eight rows, or of rows of one array, it does not: a fifth of the speed).
   */
  private static void add(
      float[] m0, float[] m1, float[] m2, float[] m3, float[] x, int at, float[] out) {
    float x0 = x[at];
    float x1 = x[at + 1];
    float x2 = x[at + 2];
    float x3 = x[at + 3];
    for (int j = 0; j < out.length; j++) {
      out[j] += x0 * m0[j] + x1 * m1[j] + x2 * m2[j] + x3 * m3[j];
    }
  }
}
