package org.sluice.engine.file;

import java.nio.ByteBuffer;

/**
 * GGML's K-quants (ggml-quants.c): blocks of 256 values with scales of their own for 16 or 32
 * values. Each method decodes one block into {@code out[at ...]}; the buffer moves behind it.
 */
final class KQuants {
  private KQuants() {}

  /** 16 bytes of scales (low half scale, high half minimum), 64 bytes, d, dmin: d s q - dmin m. */
  static void q2(ByteBuffer in, float[] out, int at) {
    int start = in.position();
    float d = Halves.fromF16(in.getShort(start + 80));
    float dmin = Halves.fromF16(in.getShort(start + 82));
    for (int i = 0; i < 256; i++) {
      int scales = in.get(start + i / 16) & 0xff;
      int q = twoBits(in, start + 16, i);
      out[at + i] = d * (scales & 15) * q - dmin * (scales >> 4);
    }
    in.position(start + 84);
  }

  /**
   * 32 bytes of third bits, 64 bytes, 12 bytes of 6-bit scales, d: d (s - 32) (q - 4 unless bit).
   */
  static void q3(ByteBuffer in, float[] out, int at) {
    int start = in.position();
    float d = Halves.fromF16(in.getShort(start + 108));
    for (int i = 0; i < 256; i++) {
      int group = i / 16;
      int low = (in.get(start + 96 + group % 8) & 0xff) >> (group < 8 ? 0 : 4) & 15;
      int high = (in.get(start + 104 + group % 4) & 0xff) >> 2 * (group / 4) & 3;
      int third = (in.get(start + i % 32) & 0xff) >> i / 32 & 1;
      int q = twoBits(in, start + 32, i) - (third == 1 ? 0 : 4);
      out[at + i] = d * ((low | high << 4) - 32) * q;
    }
    in.position(start + 110);
  }

  /** d, dmin, 12 bytes of 6-bit scales and minima, 128 bytes: d s q - dmin m. */
  static void q4(ByteBuffer in, float[] out, int at) {
    int start = in.position();
    q4or5(in, start, -1, start + 16, out, at);
    in.position(start + 144);
  }

  /** As q4, with 32 bytes of fifth bits before the 128. */
  static void q5(ByteBuffer in, float[] out, int at) {
    int start = in.position();
    q4or5(in, start, start + 16, start + 48, out, at);
    in.position(start + 176);
  }

  private static void q4or5(
      ByteBuffer in, int start, int fifthBits, int nibbles, float[] out, int at) {
    float d = Halves.fromF16(in.getShort(start));
    float dmin = Halves.fromF16(in.getShort(start + 2));
    for (int group = 0; group < 8; group++) {
      int scale = sixBits(in, start + 4, group, 0);
      int minimum = sixBits(in, start + 4, group, 4);
      float step = d * scale;
      float offset = dmin * minimum;
      for (int i = 0; i < 32; i++) {
        int both = in.get(nibbles + group / 2 * 32 + i) & 0xff;
        int q = group % 2 == 0 ? both & 15 : both >> 4;
        if (fifthBits >= 0) {
          q |= ((in.get(fifthBits + i) & 0xff) >> group & 1) << 4;
        }
        out[at + group * 32 + i] = step * q - offset;
      }
    }
  }

  /** Scale (half 0) or minimum (half 4) of a group, of which 12 bytes hold 8 each. */
  private static int sixBits(ByteBuffer in, int bytes, int group, int half) {
    if (group < 4) {
      return in.get(bytes + half + group) & 63;
    }
    int low = (in.get(bytes + 4 + group) & 0xff) >> half & 15;
    int high = (in.get(bytes + half + group - 4) & 0xff) >> 6;
    return low | high << 4;
  }

  /** 128 bytes of low halves, 64 bytes of upper pairs of bits, 16 scales, d: d s (q - 32). */
  static void q6(ByteBuffer in, float[] out, int at) {
    int start = in.position();
    float d = Halves.fromF16(in.getShort(start + 208));
    for (int i = 0; i < 256; i++) {
      int half = i / 128;
      int quarter = i % 128 / 32;
      int low = in.get(start + half * 64 + quarter % 2 * 32 + i % 32) & 0xff;
      int high = (in.get(start + 128 + half * 32 + i % 32) & 0xff) >> 2 * quarter & 3;
      int q = (quarter < 2 ? low & 15 : low >> 4) | high << 4;
      out[at + i] = d * in.get(start + 192 + i / 16) * (q - 32);
    }
    in.position(start + 210);
  }

  /** Value i of 256 in 64 bytes: 128 values take 32 bytes, 32 of them one pair of bits. */
  private static int twoBits(ByteBuffer in, int bytes, int i) {
    int pair = i % 128 / 32;
    return (in.get(bytes + i / 128 * 32 + i % 32) & 0xff) >> 2 * pair & 3;
  }
}
