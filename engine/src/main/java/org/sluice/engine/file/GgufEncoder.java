package org.sluice.engine.file;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import org.sluice.base.Check;

/** Rounds values into GGUF's block types, as ggml's reference quantisers do (ggml-quants.c). */
public final class GgufEncoder {
  private static final int BLOCK = 32;

  private GgufEncoder() {}

  /**
   * The bytes of values.
   *
   * @param type F32, F16, BF16, Q4_0, Q4_1, Q5_0, Q5_1, Q8_0, or Q2_K to Q6_K
   * @param x as many values as fill whole blocks
   */
  public static byte[] encode(String type, float[] x) {
    GgufType of = GgufType.valueOf(type);
    Check.that(
        x.length % of.blockValues() == 0,
        "%s needs a multiple of %d values, got %d",
        type,
        of.blockValues(),
        x.length);
    ByteBuffer out =
        ByteBuffer.allocate(x.length / of.blockValues() * of.blockBytes())
            .order(ByteOrder.LITTLE_ENDIAN);
    for (int at = 0; at < x.length; at += of.blockValues()) {
      switch (of) {
        case F32 -> out.putFloat(x[at]);
        case F16 -> out.putShort(Halves.toF16(x[at]));
        case BF16 -> out.putShort(Halves.toBf16(x[at]));
        case Q4_0 -> symmetric(out, x, at, 8, false);
        case Q5_0 -> symmetric(out, x, at, 16, true);
        case Q4_1 -> ranged(out, x, at, 15, false);
        case Q5_1 -> ranged(out, x, at, 31, true);
        case Q8_0 -> bytes(out, x, at);
        case Q2_K -> KQuantEncoder.q2(out, x, at);
        case Q3_K -> KQuantEncoder.q3(out, x, at);
        case Q4_K -> KQuantEncoder.q4(out, x, at);
        case Q5_K -> KQuantEncoder.q5(out, x, at);
        case Q6_K -> KQuantEncoder.q6(out, x, at);
      }
    }
    return out.array();
  }

  /** The values of bytes. */
  public static float[] decode(String type, byte[] bytes) {
    GgufType of = GgufType.valueOf(type);
    float[] out = new float[bytes.length / of.blockBytes() * of.blockValues()];
    ByteBuffer in = ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN);
    for (int at = 0; at < out.length; at += of.blockValues()) {
      of.block(in, out, at);
    }
    return out;
  }

  /** d = the value of largest magnitude, with its sign, over −half; q = x / d + half. */
  private static void symmetric(ByteBuffer out, float[] x, int at, int half, boolean fifth) {
    float largest = 0;
    for (int i = at; i < at + BLOCK; i++) {
      largest = Math.abs(x[i]) > Math.abs(largest) ? x[i] : largest;
    }
    float d = largest / -half;
    float inverse = d != 0 ? 1 / d : 0;
    out.putShort(Halves.toF16(d));
    int[] q = new int[BLOCK];
    for (int i = 0; i < BLOCK; i++) {
      q[i] = Math.min(2 * half - 1, (int) (x[at + i] * inverse + half + 0.5f));
    }
    bits(out, q, fifth);
  }

  /** d = (max − min) / levels, m = min; q = (x − m) / d. */
  private static void ranged(ByteBuffer out, float[] x, int at, int levels, boolean fifth) {
    float min = Float.MAX_VALUE;
    float max = -Float.MAX_VALUE;
    for (int i = at; i < at + BLOCK; i++) {
      min = Math.min(min, x[i]);
      max = Math.max(max, x[i]);
    }
    float d = (max - min) / levels;
    float inverse = d != 0 ? 1 / d : 0;
    out.putShort(Halves.toF16(d));
    out.putShort(Halves.toF16(min));
    int[] q = new int[BLOCK];
    for (int i = 0; i < BLOCK; i++) {
      q[i] = Math.min(levels, (int) ((x[at + i] - min) * inverse + 0.5f));
    }
    bits(out, q, fifth);
  }

  private static void bits(ByteBuffer out, int[] q, boolean fifth) {
    if (fifth) {
      int high = 0;
      for (int i = 0; i < BLOCK; i++) {
        high |= (q[i] >> 4 & 1) << i;
      }
      out.putInt(high);
    }
    for (int i = 0; i < BLOCK / 2; i++) {
      out.put((byte) (q[i] & 15 | (q[i + BLOCK / 2] & 15) << 4));
    }
  }

  /** d = largest magnitude / 127; q = x / d, halves away from zero. */
  private static void bytes(ByteBuffer out, float[] x, int at) {
    float max = 0;
    for (int i = at; i < at + BLOCK; i++) {
      max = Math.max(max, Math.abs(x[i]));
    }
    float d = max / 127;
    float inverse = d != 0 ? 1 / d : 0;
    out.putShort(Halves.toF16(d));
    for (int i = at; i < at + BLOCK; i++) {
      float q = x[i] * inverse;
      out.put((byte) (q < 0 ? Math.ceil(q - 0.5f) : Math.floor(q + 0.5f)));
    }
  }
}
