package org.sluice.engine.file;

import org.sluice.base.Check;

/**
 * Matrices of GPTQ (Frantar et al. 2022) and AWQ (Lin et al. 2023): whole numbers of a few bits
 * with a scale and a zero point for each group of inputs and each output.
 */
public final class PackedMatrix {
  /** Nibble i of a word of AWQ holds column 8 c + this. */
  private static final int[] AWQ_COLUMNS = {0, 2, 4, 6, 1, 3, 5, 7};

  private PackedMatrix() {}

  /**
   * GPTQ's: a little-endian bit stream down each column of qweight [in · bits / 32, out], along the
   * rows of qzeros [groups, out · bits / 32]. Value (q − zero) scale of the input's group.
   *
   * @param groupOf the group of each input
   * @param added 1 where zero points are stored less one (format v1), else 0
   * @return [out, in], row-major
   */
  public static float[] gptq(
      int[] qweight, int[] qzeros, float[] scales, int[] groupOf, int bits, int added) {
    int in = groupOf.length;
    int out = qweight.length / Math.max(1, in * bits / 32);
    Check.that(bits >= 2 && bits <= 8, "GPTQ has 2 to 8 bits, got %d", bits);
    float[] values = new float[in * out];
    int zeroWords = out * bits / 32;
    for (int i = 0; i < in; i++) {
      int group = groupOf[i];
      for (int o = 0; o < out; o++) {
        int q = bits(qweight, i * bits, bits, o, out);
        int zero = bits(qzeros, o * bits, bits, group * zeroWords, 1) + added;
        values[o * in + i] = scales[group * out + o] * (q - zero);
      }
    }
    return values;
  }

  /** Bits first... of a stream whose word w is at {@code words[start + w · stride]}. */
  private static int bits(int[] words, int first, int count, int start, int stride) {
    int word = first / 32;
    int shift = first % 32;
    long low = words[start + word * stride] & 0xffffffffL;
    long both = shift + count > 32 ? low | (long) words[start + (word + 1) * stride] << 32 : low;
    return (int) (both >>> shift) & (1 << count) - 1;
  }

  /**
   * AWQ's of 4 bits: qweight [in, out / 8], qzeros [groups, out / 8], eight columns a word.
   *
   * @return [out, in], row-major
   */
  public static float[] awq(int[] qweight, int[] qzeros, float[] scales, int in) {
    int words = qweight.length / in;
    int out = 8 * words;
    int groups = qzeros.length / words;
    int size = in / groups;
    float[] values = new float[in * out];
    for (int i = 0; i < in; i++) {
      int group = i / size;
      for (int word = 0; word < words; word++) {
        for (int k = 0; k < 8; k++) {
          int column = 8 * word + AWQ_COLUMNS[k];
          int q = qweight[i * words + word] >>> 4 * k & 15;
          int zero = qzeros[group * words + word] >>> 4 * k & 15;
          values[column * in + i] = scales[group * out + column] * (q - zero);
        }
      }
    }
    return values;
  }

  /**
   * LLM.int8's rows (Dettmers et al. 2022): a row is its codes times its largest magnitude / 127.
   *
   * @param codes [out, in]
   * @param maxima [out]
   */
  public static float[] int8(byte[] codes, float[] maxima) {
    int in = codes.length / maxima.length;
    float[] values = new float[codes.length];
    for (int i = 0; i < values.length; i++) {
      values[i] = codes[i] * maxima[i / in] * (1 / 127f);
    }
    return values;
  }

  /** The codes of {@link #int8}: halves go to the even. */
  public static byte[] int8Codes(float[] values, float[] maxima) {
    int in = values.length / maxima.length;
    byte[] codes = new byte[values.length];
    for (int i = 0; i < codes.length; i++) {
      float max = maxima[i / in];
      // bitsandbytes' 127 / max is torch's, which rounds the reciprocal first
      codes[i] = (byte) (max > 0 ? Math.rint(values[i] * (1 / max * 127f)) : 0);
    }
    return codes;
  }

  /** Largest magnitudes of rows. */
  public static float[] rowMaxima(float[] values, int rows) {
    float[] maxima = new float[rows];
    int in = values.length / rows;
    for (int i = 0; i < values.length; i++) {
      maxima[i / in] = Math.max(maxima[i / in], Math.abs(values[i]));
    }
    return maxima;
  }
}
