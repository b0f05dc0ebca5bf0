package org.sluice.engine.file;

import java.nio.ByteBuffer;

/**
 * Rounds values into GGML's K-quants as its reference quantisers do (ggml-quants.c, no importance
 * matrix): each group of 16 or 32 values searches for the scale, and for some types the offset, of
 * the smallest weighted error; scales are then rounded and the values again with these.
 */
final class KQuantEncoder {
  static final int BLOCK = 256;

  /** Groups of smaller values than this are zero. */
  private static final float NOTHING = 1e-15f;

  private KQuantEncoder() {}

  /** Scales with offsets: the sixteen groups of Q2_K. */
  static void q2(ByteBuffer out, float[] x, int at) {
    KQuantSearch.Offsets groups = KQuantSearch.offsets(x, at, 16, KQuantSearch.Q2);
    float d = half(groups.largestScale() / 15);
    float dmin = half(groups.largestMinimum() / 15);
    int[] scales = KQuantSearch.rounded(groups.scales(), groups.largestScale(), 15);
    int[] minima = KQuantSearch.rounded(groups.minima(), groups.largestMinimum(), 15);
    int[] q = groups.levels();
    for (int j = 0; j < 16; j++) {
      again(q, x, at, 16 * j, 16, d * scales[j], dmin * minima[j], 3);
      out.put((byte) (scales[j] | minima[j] << 4));
    }
    twoBits(out, q);
    out.putShort(Halves.toF16(d)).putShort(Halves.toF16(dmin));
  }

  static void q4(ByteBuffer out, float[] x, int at) {
    q4or5(out, x, at, KQuantSearch.Q4);
  }

  static void q5(ByteBuffer out, float[] x, int at) {
    q4or5(out, x, at, KQuantSearch.Q5);
  }

  private static void q4or5(ByteBuffer out, float[] x, int at, KQuantSearch.Range range) {
    KQuantSearch.Offsets groups = KQuantSearch.offsets(x, at, 32, range);
    float d = half(groups.largestScale() / 63);
    float dmin = half(groups.largestMinimum() / 63);
    int[] scales = KQuantSearch.rounded(groups.scales(), groups.largestScale(), 63);
    int[] minima = KQuantSearch.rounded(groups.minima(), groups.largestMinimum(), 63);
    int[] q = groups.levels();
    for (int j = 0; j < 8; j++) {
      again(q, x, at, 32 * j, 32, d * scales[j], dmin * minima[j], range.levels());
    }
    out.putShort(Halves.toF16(d)).putShort(Halves.toF16(dmin));
    out.put(sixBits(scales, minima));
    if (range.levels() > 15) {
      for (int i = 0; i < 32; i++) {
        int fifth = 0;
        for (int j = 0; j < 8; j++) {
          fifth |= (q[32 * j + i] >> 4) << j;
        }
        out.put((byte) fifth);
      }
    }
    for (int j = 0; j < BLOCK; j += 64) {
      for (int i = 0; i < 32; i++) {
        out.put((byte) (q[j + i] & 15 | (q[j + i + 32] & 15) << 4));
      }
    }
  }

  /** Eight scales and eight minima of six bits in twelve bytes. */
  private static byte[] sixBits(int[] scales, int[] minima) {
    byte[] bytes = new byte[12];
    for (int j = 0; j < 8; j++) {
      if (j < 4) {
        bytes[j] = (byte) scales[j];
        bytes[j + 4] = (byte) minima[j];
      } else {
        bytes[j + 4] = (byte) (scales[j] & 15 | (minima[j] & 15) << 4);
        bytes[j - 4] |= (byte) (scales[j] >> 4 << 6);
        bytes[j] |= (byte) (minima[j] >> 4 << 6);
      }
    }
    return bytes;
  }

  /** Levels of a group with its rounded scale and offset; kept as they were where that is zero. */
  private static void again(
      int[] q, float[] x, int at, int from, int count, float scale, float offset, int most) {
    if (scale == 0) {
      return;
    }
    for (int i = from; i < from + count; i++) {
      int level = (int) Math.rint((x[at + i] + offset) / scale);
      q[i] = Math.max(0, Math.min(most, level));
    }
  }

  static void q3(ByteBuffer out, float[] x, int at) {
    int[] q = new int[BLOCK];
    float[] scales = new float[16];
    for (int j = 0; j < 16; j++) {
      scales[j] = KQuantSearch.threeBits(x, at + 16 * j, q, 16 * j);
    }
    float largest = signedLargest(scales);
    float inverse = largest == 0 ? 0 : -32 / largest;
    float d = largest == 0 ? 0 : half(1 / inverse);
    byte[] packed = new byte[12];
    for (int j = 0; j < 16; j++) {
      int scale =
          largest == 0 ? 0 : Math.max(-32, Math.min(31, (int) Math.rint(inverse * scales[j])));
      int stored = largest == 0 ? 0 : scale + 32;
      packed[j % 8] |= (byte) ((stored & 15) << (j < 8 ? 0 : 4));
      packed[8 + j % 4] |= (byte) (stored >> 4 << 2 * (j / 4));
      symmetricAgain(q, x, at, 16 * j, d * (stored - 32), 4);
    }
    for (int i = 0; i < 32; i++) {
      int third = 0;
      for (int k = 0; k < 8; k++) {
        third |= (q[32 * k + i] > 3 ? 1 : 0) << k;
      }
      out.put((byte) third);
    }
    for (int i = 0; i < BLOCK; i++) {
      q[i] &= 3;
    }
    twoBits(out, q);
    out.put(packed).putShort(Halves.toF16(d));
  }

  static void q6(ByteBuffer out, float[] x, int at) {
    int[] q = new int[BLOCK];
    float[] scales = new float[16];
    for (int j = 0; j < 16; j++) {
      scales[j] = KQuantSearch.symmetric(x, at + 16 * j, q, 16 * j, 32);
    }
    float largest = signedLargest(scales);
    if (Math.abs(largest) < NOTHING) {
      out.put(new byte[210]);
      return;
    }
    float inverse = -128 / largest;
    float d = half(1 / inverse);
    byte[] stored = new byte[16];
    for (int j = 0; j < 16; j++) {
      stored[j] = (byte) Math.min(127, (int) Math.rint(inverse * scales[j]));
      symmetricAgain(q, x, at, 16 * j, d * stored[j], 32);
    }
    byte[] high = new byte[64];
    for (int j = 0; j < BLOCK; j += 128) {
      byte[] low = new byte[64];
      for (int i = 0; i < 32; i++) {
        low[i] = (byte) (q[j + i] & 15 | (q[j + i + 64] & 15) << 4);
        low[i + 32] = (byte) (q[j + i + 32] & 15 | (q[j + i + 96] & 15) << 4);
        high[j / 4 + i] =
            (byte)
                (q[j + i] >> 4
                    | q[j + i + 32] >> 4 << 2
                    | q[j + i + 64] >> 4 << 4
                    | q[j + i + 96] >> 4 << 6);
      }
      out.put(low);
    }
    out.put(high).put(stored).putShort(Halves.toF16(d));
  }

  /** Levels −half to half − 1, stored with half added, of one group of 16. */
  private static void symmetricAgain(int[] q, float[] x, int at, int from, float scale, int half) {
    if (scale == 0) {
      return;
    }
    for (int i = from; i < from + 16; i++) {
      int level = (int) Math.rint(x[at + i] / scale);
      q[i] = Math.max(-half, Math.min(half - 1, level)) + half;
    }
  }

  private static float signedLargest(float[] scales) {
    float largest = 0;
    for (float scale : scales) {
      largest = Math.abs(scale) > Math.abs(largest) ? scale : largest;
    }
    return largest;
  }

  /** 128 values take 32 bytes, 32 of them one pair of bits. */
  private static void twoBits(ByteBuffer out, int[] q) {
    for (int j = 0; j < BLOCK; j += 128) {
      for (int i = 0; i < 32; i++) {
        int byteOf = q[j + i] | q[j + i + 32] << 2 | q[j + i + 64] << 4 | q[j + i + 96] << 6;
        out.put((byte) byteOf);
      }
    }
  }

  /** As the file will hold it. */
  private static float half(float value) {
    return Halves.fromF16(Halves.toF16(value));
  }
}
