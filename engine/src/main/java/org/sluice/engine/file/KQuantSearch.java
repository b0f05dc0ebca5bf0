package org.sluice.engine.file;

import java.util.Arrays;

/** The searches of ggml-quants.c for a group's scale; all arithmetic in float32, as there. */
final class KQuantSearch {
  private static final float NOTHING = 1e-15f;
  private static final int GROUP = 16;

  private KQuantSearch() {}

  /**
   * Where scales with an offset are looked for (make_qkx2_quants).
   *
   * @param levels the largest level
   * @param first added to it for the first try
   * @param steps tries beyond the first, each 0.1 further
   * @param absolute whether errors count by their magnitude and values by theirs, instead of
   *     squares
   */
  record Range(int levels, float first, int steps, boolean absolute) {}

  static final Range Q2 = new Range(3, -0.5f, 15, true);
  static final Range Q4 = new Range(15, -1f, 20, false);
  static final Range Q5 = new Range(31, -0.5f, 15, false);

  /**
   * Groups of a block: x is about scale · level − minimum.
   *
   * @param levels of all values
   */
  record Offsets(float[] scales, float[] minima, int[] levels) {
    float largestScale() {
      return largest(scales);
    }

    float largestMinimum() {
      return largest(minima);
    }

    private static float largest(float[] values) {
      float largest = 0;
      for (float value : values) {
        largest = Math.max(largest, value);
      }
      return largest;
    }
  }

  static Offsets offsets(float[] x, int at, int size, Range range) {
    int groups = KQuantEncoder.BLOCK / size;
    Offsets found = new Offsets(new float[groups], new float[groups], new int[KQuantEncoder.BLOCK]);
    for (int j = 0; j < groups; j++) {
      float[] group = Arrays.copyOfRange(x, at + j * size, at + (j + 1) * size);
      new OffsetSearch(group, range).into(found, j);
    }
    return found;
  }

  /** Scales over the largest of them, as whole numbers up to {@code most}. */
  static int[] rounded(float[] scales, float largest, int most) {
    int[] whole = new int[scales.length];
    float inverse = largest > 0 ? most / largest : 0;
    for (int j = 0; j < whole.length; j++) {
      whole[j] = Math.min(most, (int) Math.rint(inverse * scales[j]));
    }
    return whole;
  }

  /**
   * The scale of levels −half to half − 1 (make_qx_quants, squared errors weighted by squares).
   *
   * @param q takes the levels, half added
   */
  static float symmetric(float[] x, int at, int[] q, int to, int half) {
    float max = largest(x, at);
    if (Math.abs(max) < NOTHING) {
      return 0;
    }
    float best = -1;
    float scale = 0;
    for (int step = 0; step < 19; step++) {
      // the plain scale first, then those of -0.9 to 0.9 levels more
      float more = step == 0 ? 0 : 0.1f * (step <= 9 ? step - 10 : step - 9);
      float inverse = -(half + more) / max;
      float products = 0;
      float squares = 0;
      for (int i = 0; i < GROUP; i++) {
        float value = x[at + i];
        int level = level(inverse * value, half);
        products += value * value * value * level;
        squares += value * value * level * level;
      }
      if (step == 0 || squares > 0 && products * products > best * squares) {
        scale = squares > 0 ? products / squares : 0;
        best = scale * products;
        for (int i = 0; i < GROUP; i++) {
          q[to + i] = half + level(inverse * x[at + i], half);
        }
      }
    }
    return scale;
  }

  /**
   * The scale of levels −4 to 3 (make_q3_quants): levels change one at a time while that makes the
   * error smaller.
   *
   * @param q takes the levels, 4 added
   */
  static float threeBits(float[] x, int at, int[] q, int to) {
    float max = largest(x, at);
    if (Math.abs(max) < NOTHING) {
      return 0;
    }
    float inverse = -4 / max;
    int[] levels = new int[GROUP];
    float products = 0;
    float squares = 0;
    for (int i = 0; i < GROUP; i++) {
      float weight = x[at + i] * x[at + i];
      levels[i] = level(inverse * x[at + i], 4);
      products += weight * x[at + i] * levels[i];
      squares += weight * levels[i] * levels[i];
    }
    boolean changed = true;
    for (int round = 0; round < 5 && changed; round++) {
      changed = false;
      for (int i = 0; i < GROUP; i++) {
        float value = x[at + i];
        float weight = value * value;
        float others = products - weight * value * levels[i];
        if (!(others > 0)) {
          continue;
        }
        float otherSquares = squares - weight * levels[i] * levels[i];
        int level = level(value * otherSquares / others, 4);
        others += weight * value * level;
        otherSquares += weight * level * level;
        if (level != levels[i]
            && otherSquares > 0
            && others * others * squares > products * products * otherSquares) {
          levels[i] = level;
          products = others;
          squares = otherSquares;
          changed = true;
        }
      }
    }
    for (int i = 0; i < GROUP; i++) {
      q[to + i] = levels[i] + 4;
    }
    return squares > 0 ? products / squares : 0;
  }

  private static int level(float value, int half) {
    return Math.max(-half, Math.min(half - 1, (int) Math.rint(value)));
  }

  /** The value of largest magnitude, with its sign. */
  private static float largest(float[] x, int at) {
    float max = 0;
    for (int i = at; i < at + GROUP; i++) {
      max = Math.abs(x[i]) > Math.abs(max) ? x[i] : max;
    }
    return max;
  }

  /** One group's scale and offset. */
  private static final class OffsetSearch {
    private final float[] x;
    private final Range range;
    private final float[] weights;
    private float min;
    private float scale;
    private int[] levels;
    private float sumWeights;
    private float sumValues;

    OffsetSearch(float[] x, Range range) {
      this.x = x;
      this.range = range;
      levels = new int[x.length];
      weights = new float[x.length];
      float squares = 0;
      for (float value : x) {
        squares += value * value;
      }
      float middle = range.absolute ? 0 : (float) Math.sqrt(squares / x.length);
      float max = x[0];
      min = x[0];
      for (int i = 0; i < x.length; i++) {
        weights[i] = middle + Math.abs(x[i]);
        min = Math.min(min, x[i]);
        max = Math.max(max, x[i]);
        sumWeights += weights[i];
        sumValues += weights[i] * x[i];
      }
      min = Math.min(min, 0);
      if (max > min) {
        search(max);
      }
    }

    void into(Offsets found, int group) {
      found.scales[group] = scale;
      found.minima[group] = -min;
      System.arraycopy(levels, 0, found.levels, group * x.length, x.length);
    }

    private void search(float max) {
      float lowest = min;
      float width = max - lowest;
      levels = levels(range.levels / width, lowest);
      scale = width / range.levels;
      float best = error(levels, scale, lowest);
      for (int step = 0; step <= range.steps; step++) {
        int[] tried = levels((range.first + 0.1f * step + range.levels) / width, lowest);
        float l = 0;
        float l2 = 0;
        float xl = 0;
        for (int i = 0; i < x.length; i++) {
          l += weights[i] * tried[i];
          l2 += weights[i] * tried[i] * tried[i];
          xl += weights[i] * tried[i] * x[i];
        }
        float determinant = sumWeights * l2 - l * l;
        if (!(determinant > 0)) {
          continue;
        }
        float itsScale = (sumWeights * xl - sumValues * l) / determinant;
        float itsMin = (l2 * sumValues - l * xl) / determinant;
        if (itsMin > 0) {
          itsMin = 0;
          itsScale = xl / l2;
        }
        float error = error(tried, itsScale, itsMin);
        if (error < best) {
          best = error;
          scale = itsScale;
          min = itsMin;
          levels = tried;
        }
      }
    }

    private int[] levels(float inverse, float lowest) {
      int[] tried = new int[x.length];
      for (int i = 0; i < x.length; i++) {
        int level = (int) Math.rint(inverse * (x[i] - lowest));
        tried[i] = Math.max(0, Math.min(range.levels, level));
      }
      return tried;
    }

    private float error(int[] tried, float itsScale, float itsMin) {
      float sum = 0;
      for (int i = 0; i < x.length; i++) {
        float apart = itsScale * tried[i] + itsMin - x[i];
        sum += weights[i] * (range.absolute ? Math.abs(apart) : apart * apart);
      }
      return sum;
    }
  }
}
