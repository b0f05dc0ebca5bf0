package org.sluice.engine.quantization;

import java.util.Arrays;
import java.util.stream.IntStream;

/**
 * The codes of bitsandbytes (Dettmers et al. 2022, 2023): blocks of values over a row-major tensor,
 * each divided by its largest magnitude and rounded to the nearest value of a table; between two a
 * tie goes to the lower.
 */
public enum BlockCode {
  /** Quantiles of a normal distribution. */
  NF4(
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
      1f),
  /** Four bits of floating point; the first of them is the sign. */
  FP4(
      0f, 1 / 192f, 2 / 3f, 1f, 1 / 3f, 0.5f, 1 / 6f, 0.25f, -0f, -1 / 192f, -2 / 3f, -1f, -1 / 3f,
      -0.5f, -1 / 6f, -0.25f),
  /** Signed dynamic exponents, 8 bits: what scales are stored in. */
  DYNAMIC(dynamic());

  /** Values that share a scale in QLoRA (Dettmers et al. 2023). */
  public static final int BLOCK = 64;

  /** Scales that share a scale of theirs. */
  public static final int NESTED_BLOCK = 256;

  private final float[] values;
  private final int[] order;
  private final float[] midpoints;

  BlockCode(float... values) {
    this.values = values;
    Integer[] byValue = new Integer[values.length];
    Arrays.setAll(byValue, i -> i);
    // -0 beside 0: equal, so that the order of the table holds
    Arrays.sort(byValue, (a, b) -> Double.compare(values[a] + 0.0, values[b] + 0.0));
    order = Arrays.stream(byValue).mapToInt(i -> i).toArray();
    midpoints = new float[values.length - 1];
    for (int i = 0; i < midpoints.length; i++) {
      midpoints[i] = (values[order[i]] + values[order[i + 1]]) / 2;
    }
  }

  /**
   * The 256 values: for exponents 10^-6 to 1 the midpoints of 2^i equal parts of [0.1, 1], both
   * signs; 0 and 1.
   */
  private static float[] dynamic() {
    float[] all = new float[256];
    int at = 0;
    for (int i = 0; i < 7; i++) {
      int n = 1 << i;
      float step = (1f - 0.1f) / n;
      float[] points = new float[n + 1];
      for (int k = 0; k <= n; k++) {
        points[k] = k < (n + 1) / 2 ? Math.fma(k, step, 0.1f) : Math.fma(-(n - k), step, 1f);
      }
      float power = (float) Math.pow(10, i - 6);
      for (int k = 0; k < n; k++) {
        float middle = (points[k] + points[k + 1]) / 2 * power;
        all[at++] = middle;
        all[at++] = -middle;
      }
    }
    all[at++] = 0;
    all[at] = 1;
    Arrays.sort(all);
    return all;
  }

  /** The table. */
  public float[] table() {
    return values.clone();
  }

  /**
   * Rounded values.
   *
   * @param codes a code a value
   * @param maxima a scale a block
   */
  public record Blocks(byte[] codes, float[] maxima) {}

  /** Rounds values in blocks; the last may be shorter. */
  public Blocks quantise(float[] x, int block) {
    byte[] codes = new byte[x.length];
    float[] maxima = new float[(x.length + block - 1) / block];
    IntStream.range(0, maxima.length)
        .parallel()
        .forEach(
            b -> maxima[b] = quantise(x, b * block, Math.min(x.length, (b + 1) * block), codes));
    return new Blocks(codes, maxima);
  }

  /** Rounds one block and gives its scale. */
  private float quantise(float[] x, int begin, int end, byte[] codes) {
    float max = 0;
    for (int i = begin; i < end; i++) {
      max = Math.max(max, Math.abs(x[i]));
    }
    float inverse = max > 0 ? 1 / max : 0;
    for (int i = begin; i < end; i++) {
      codes[i] = (byte) order[below(x[i] * inverse)];
    }
    return max;
  }

  /** How many midpoints lie below a value. */
  private int below(float x) {
    float value = Math.max(-1, Math.min(1, x));
    int low = 0;
    int high = midpoints.length;
    while (low < high) {
      int middle = (low + high) >>> 1;
      if (midpoints[middle] < value) {
        low = middle + 1;
      } else {
        high = middle;
      }
    }
    return low;
  }

  /** Values out of codes and the scales of their blocks. */
  public float[] dequantise(byte[] codes, float[] maxima, int block) {
    float[] x = new float[codes.length];
    for (int i = 0; i < x.length; i++) {
      x[i] = values[codes[i] & 0xff] * maxima[i / block];
    }
    return x;
  }

  /** Two codes a byte, the first in the high half; a missing last one is 0. */
  public static byte[] pack(byte[] codes) {
    byte[] packed = new byte[(codes.length + 1) / 2];
    for (int i = 0; i < codes.length; i++) {
      packed[i / 2] |= (byte) (i % 2 == 0 ? codes[i] << 4 : codes[i]);
    }
    return packed;
  }

  /** The codes of {@link #pack}. */
  public static byte[] unpack(byte[] packed, int count) {
    byte[] codes = new byte[count];
    for (int i = 0; i < count; i++) {
      int both = packed[i / 2] & 0xff;
      codes[i] = (byte) (i % 2 == 0 ? both >> 4 : both & 15);
    }
    return codes;
  }

  /**
   * Scales that are themselves quantised: the mean subtracted, then blocks of 256 in the dynamic
   * code.
   */
  public record Nested(byte[] codes, float[] maxima, float offset) {
    public static Nested of(float[] scales) {
      double sum = 0;
      for (float scale : scales) {
        sum += scale;
      }
      float offset = (float) (sum / scales.length);
      float[] rest = new float[scales.length];
      for (int i = 0; i < rest.length; i++) {
        rest[i] = scales[i] - offset;
      }
      Blocks blocks = DYNAMIC.quantise(rest, NESTED_BLOCK);
      return new Nested(blocks.codes(), blocks.maxima(), offset);
    }

    /** The scales. */
    public float[] restored() {
      float[] scales = DYNAMIC.dequantise(codes, maxima, NESTED_BLOCK);
      for (int i = 0; i < scales.length; i++) {
        scales[i] += offset;
      }
      return scales;
    }
  }
}
