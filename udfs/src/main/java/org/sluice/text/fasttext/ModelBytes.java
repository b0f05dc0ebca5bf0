package org.sluice.text.fasttext;

import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;

/** Little-endian numbers of a model file. */
final class ModelBytes {
  private static final int PIECE = 1 << 16;

  private final DataInputStream in;

  ModelBytes(InputStream in) {
    this.in = new DataInputStream(in);
  }

  int int32() throws IOException {
    return Integer.reverseBytes(in.readInt());
  }

  long int64() throws IOException {
    return Long.reverseBytes(in.readLong());
  }

  double float64() throws IOException {
    return Double.longBitsToDouble(int64());
  }

  boolean bool() throws IOException {
    return in.readByte() != 0;
  }

  byte int8() throws IOException {
    return in.readByte();
  }

  /** Bytes up to a zero. */
  byte[] string() throws IOException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    for (int b = in.readByte(); b != 0; b = in.readByte()) {
      bytes.write(b);
    }
    return bytes.toByteArray();
  }

  byte[] bytes(long length) throws IOException {
    byte[] bytes = in.readNBytes(size(length));
    if (bytes.length < length) {
      throw new EOFException();
    }
    return bytes;
  }

  float[] floats(long length) throws IOException {
    float[] floats = new float[size(length)];
    for (int from = 0; from < floats.length; from += PIECE) {
      int count = Math.min(PIECE, floats.length - from);
      byte[] piece = bytes(4L * count);
      for (int i = 0; i < count; i++) {
        int at = 4 * i;
        floats[from + i] =
            Float.intBitsToFloat(
                piece[at] & 0xff
                    | (piece[at + 1] & 0xff) << 8
                    | (piece[at + 2] & 0xff) << 16
                    | piece[at + 3] << 24);
      }
    }
    return floats;
  }

  private static int size(long length) throws IOException {
    if (length < 0 || length > Integer.MAX_VALUE - 16) {
      throw new IOException("a part of the model has a length of " + length);
    }
    return (int) length;
  }
}
