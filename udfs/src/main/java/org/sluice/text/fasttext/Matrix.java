package org.sluice.text.fasttext;

import java.io.IOException;

/** A matrix of a model, [rows, columns] float32. The order of additions is fastText's. */
interface Matrix {
  /** vector += row. */
  void addRow(float[] vector, int row);

  /** vector · row. */
  float dotRow(float[] vector, int row);

  static Matrix read(ModelBytes in, boolean quantised) throws IOException {
    return quantised ? Quantised.read(in) : Dense.read(in);
  }

  /** Numbers as they are. */
  record Dense(float[] data, int columns) implements Matrix {
    static Dense read(ModelBytes in) throws IOException {
      long rows = in.int64();
      long columns = in.int64();
      return new Dense(in.floats(Math.multiplyExact(rows, columns)), (int) columns);
    }

    @Override
    public void addRow(float[] vector, int row) {
      int from = row * columns;
      for (int i = 0; i < columns; i++) {
        vector[i] += data[from + i];
      }
    }

    @Override
    public float dotRow(float[] vector, int row) {
      int from = row * columns;
      float sum = 0;
      for (int i = 0; i < columns; i++) {
        sum += data[from + i] * vector[i];
      }
      return sum;
    }
  }

  /**
   * Product quantisation (Jégou et al. 2011): a row is a sequence of codes, each of which stands
   * for some columns; its norm may be a code too.
   */
  record Quantised(Centroids centroids, byte[] codes, Centroids norms, byte[] normCodes)
      implements Matrix {
    static Quantised read(ModelBytes in) throws IOException {
      boolean hasNorms = in.bool();
      long rows = in.int64();
      in.int64(); // columns
      byte[] codes = in.bytes(in.int32());
      Centroids centroids = Centroids.read(in);
      byte[] normCodes = hasNorms ? in.bytes(rows) : null;
      return new Quantised(centroids, codes, hasNorms ? Centroids.read(in) : null, normCodes);
    }

    private float norm(int row) {
      return norms == null ? 1 : norms.data()[norms.at(0, normCodes[row] & 0xff)];
    }

    @Override
    public void addRow(float[] vector, int row) {
      float norm = norm(row);
      for (int part = 0; part < centroids.parts(); part++) {
        int at = centroids.at(part, codes[row * centroids.parts() + part] & 0xff);
        int first = part * centroids.width();
        for (int i = 0; i < centroids.width(part); i++) {
          vector[first + i] += norm * centroids.data()[at + i];
        }
      }
    }

    @Override
    public float dotRow(float[] vector, int row) {
      float sum = 0;
      for (int part = 0; part < centroids.parts(); part++) {
        int at = centroids.at(part, codes[row * centroids.parts() + part] & 0xff);
        int first = part * centroids.width();
        for (int i = 0; i < centroids.width(part); i++) {
          sum += vector[first + i] * centroids.data()[at + i];
        }
      }
      return sum * norm(row);
    }
  }

  /**
   * What codes stand for.
   *
   * @param parts codes a row
   * @param width columns of a code
   * @param lastWidth columns of the last one
   */
  record Centroids(int parts, int width, int lastWidth, float[] data) {
    private static final int CODES = 256;

    static Centroids read(ModelBytes in) throws IOException {
      int columns = in.int32();
      int parts = in.int32();
      int width = in.int32();
      int lastWidth = in.int32();
      return new Centroids(parts, width, lastWidth, in.floats((long) columns * CODES));
    }

    int at(int part, int code) {
      return part == parts - 1
          ? part * CODES * width + code * lastWidth
          : (part * CODES + code) * width;
    }

    int width(int part) {
      return part == parts - 1 ? lastWidth : width;
    }
  }
}
