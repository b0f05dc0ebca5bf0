package org.sluice.engine.tensor;

import java.util.Arrays;
import java.util.stream.IntStream;
import org.sluice.base.Check;

/**
 * NF4, the 4-bit NormalFloat of QLoRA (Dettmers et al. 2023), in the layout of bitsandbytes: blocks
 * of 64 values in row-major order, each with the largest magnitude as its scale. With double
 * quantisation these scales, less their mean, are rounded to the 8-bit dynamic code in groups of
 * 256: 4.127 bits a weight. Each value goes to the nearest code, ties to the lower one.
 */
public final class Nf4 {
  /** Values that share a scale. */
  static final int BLOCK = 64;

  /** Scales that share a scale of theirs. */
  static final int GROUP = 256;

  /** The 16 values of the code (QLoRA paper, appendix E). */
  static final float[] CODE = {
    -1f,
    -0.6961928009986877f,
    -0.5250730514526367f,
    -0.39491748809814453f,
    -0.28444138169288635f,
    -0.18477343022823334f,
    -0.09105003625154495f,
    0f,
    0.07958029955625534f,
    0.16093020141124725f,
    0.24611230194568634f,
    0.33791524171829224f,
    0.44070982933044434f,
    0.5626170039176941f,
    0.7229568362236023f,
    1f
  };

  private static final float[] MIDPOINTS = midpoints(CODE);

  /** The 256 values of the dynamic 8-bit code, rising. */
  static final float[] DYNAMIC = dynamicCode();

  private static final float[] DYNAMIC_MIDPOINTS = midpoints(DYNAMIC);

  private final byte[] packed;
  private final float[] maxima;

  private Nf4(byte[] packed, float[] maxima) {
    this.packed = packed;
    this.maxima = maxima;
  }

  /**
   * Rounds a matrix.
   *
   * @param values row-major; their number must be a multiple of 64
   */
  public static Nf4 of(float[] values) {
    Check.that(
        values.length % BLOCK == 0,
        "NF4 needs matrices whose size is a multiple of %d, got %d values",
        BLOCK,
        values.length);
    float[] maxima = new float[values.length / BLOCK];
    byte[] packed = new byte[values.length / 2];
    IntStream.range(0, maxima.length)
        .parallel()
        .forEach(block -> maxima[block] = round(values, block * BLOCK, packed));
    return new Nf4(packed, maxima);
  }

  /**
   * Values as rounding leaves them, blocks of 64 with their own maxima; the last may be shorter.
   */
  static float[] rounded(float[] values) {
    float[] rounded = new float[values.length];
    for (int begin = 0; begin < values.length; begin += BLOCK) {
      int end = Math.min(values.length, begin + BLOCK);
      float max = 0;
      for (int i = begin; i < end; i++) {
        max = Math.max(max, Math.abs(values[i]));
      }
      float inverse = max == 0 ? 0 : 1f / max;
      for (int i = begin; i < end; i++) {
        rounded[i] = CODE[nearest(MIDPOINTS, values[i] * inverse)] * max;
      }
    }
    return rounded;
  }

  /** Rounds one block and gives its scale. */
  private static float round(float[] values, int begin, byte[] packed) {
    float max = 0;
    for (int i = begin; i < begin + BLOCK; i++) {
      max = Math.max(max, Math.abs(values[i]));
    }
    float inverse = max == 0 ? 0 : 1f / max;
    for (int i = begin; i < begin + BLOCK; i += 2) {
      int high = nearest(MIDPOINTS, values[i] * inverse);
      int low = nearest(MIDPOINTS, values[i + 1] * inverse);
      packed[i / 2] = (byte) (high << 4 | low);
    }
    return max;
  }

  /** Two codes a byte, the first value in the high four bits. */
  byte[] packed() {
    return packed;
  }

  /** The blocks' scales, in float. */
  float[] maxima() {
    return maxima;
  }

  /** The scales, quantised in their turn. */
  Scales doubleQuantised() {
    double sum = 0;
    for (float max : maxima) {
      sum += max;
    }
    float mean = (float) (sum / maxima.length);
    byte[] codes = new byte[maxima.length];
    float[] scales = new float[(maxima.length + GROUP - 1) / GROUP];
    for (int group = 0; group < scales.length; group++) {
      int begin = group * GROUP;
      int end = Math.min(maxima.length, begin + GROUP);
      float max = 0;
      for (int i = begin; i < end; i++) {
        max = Math.max(max, Math.abs(maxima[i] - mean));
      }
      scales[group] = max;
      float inverse = max == 0 ? 0 : 1f / max;
      for (int i = begin; i < end; i++) {
        codes[i] = (byte) nearest(DYNAMIC_MIDPOINTS, (maxima[i] - mean) * inverse);
      }
    }
    return new Scales(codes, scales, mean);
  }

  /**
   * Scales of blocks: {@code DYNAMIC[codes[i]] * scales[i / 256] + offset}.
   *
   * @param codes one a block
   * @param scales one a group of 256 blocks
   * @param offset the mean that was subtracted
   */
  record Scales(byte[] codes, float[] scales, float offset) {}

  /** Index of the code nearest to the value: the number of midpoints below it. */
  private static int nearest(float[] midpoints, float value) {
    int low = 0;
    int high = midpoints.length;
    while (low < high) {
      int middle = (low + high) >>> 1;
      if (value > midpoints[middle]) {
        low = middle + 1;
      } else {
        high = middle;
      }
    }
    return low;
  }

  private static float[] midpoints(float[] code) {
    float[] middle = new float[code.length - 1];
    for (int i = 0; i < middle.length; i++) {
      middle[i] = (code[i] + code[i + 1]) / 2;
    }
    return middle;
  }

  /**
   * Dynamic tree quantisation (Dettmers 2016; bitsandbytes' create_dynamic_map): a sign, seven
   * decades, in decade i the 2^i midpoints of an even division of 0.1 to 1; and 0 and 1.
   */
  private static float[] dynamicCode() {
    float[] code = new float[256];
    int n = 0;
    for (int decade = 0; decade < 7; decade++) {
      int items = 1 << decade;
      double power = Math.pow(10, decade - 6);
      for (int k = 0; k < items; k++) {
        double low = 0.1 + 0.9 * k / items;
        double high = 0.1 + 0.9 * (k + 1) / items;
        float value = (float) (power * (low + high) / 2);
        code[n++] = value;
        code[n++] = -value;
      }
    }
    code[n++] = 0f;
    code[n] = 1f;
    Arrays.sort(code);
    return code;
  }
}
