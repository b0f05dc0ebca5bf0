package org.sluice.engine.file;

/** Conversions between float32 and the two 16-bit floating types, all exact or to nearest even. */
public final class Halves {
  private Halves() {}

  /** IEEE 754 binary16 to float32, exact. */
  public static float fromF16(short bits) {
    int sign = bits & 0x8000;
    int exponent = bits >> 10 & 31;
    int mantissa = bits & 0x3ff;
    if (exponent == 0) {
      float value = mantissa * 0x1p-24f;
      return sign == 0 ? value : -value;
    }
    int wide = exponent == 31 ? 255 : exponent + (127 - 15);
    return Float.intBitsToFloat(sign << 16 | wide << 23 | mantissa << 13);
  }

  /** bfloat16 to float32, exact. */
  public static float fromBf16(short bits) {
    return Float.intBitsToFloat(bits << 16);
  }

  /** float32 to bfloat16, to nearest, ties to even; NaN stays a quiet NaN. */
  public static short toBf16(float value) {
    int bits = Float.floatToRawIntBits(value);
    if (Float.isNaN(value)) {
      return (short) (bits >>> 16 | 0x40);
    }
    return (short) (bits + 0x7fff + (bits >>> 16 & 1) >>> 16);
  }

  /** float32 to binary16, to nearest, ties to even; overflow becomes infinity. */
  public static short toF16(float value) {
    int bits = Float.floatToRawIntBits(value);
    int sign = bits >>> 16 & 0x8000;
    int magnitude = bits & 0x7fffffff;
    if (magnitude > 0x7f800000) {
      return (short) (sign | 0x7e00);
    }
    if (magnitude >= 0x477ff000) { // from 65520 on everything rounds to infinity
      return (short) (sign | 0x7c00);
    }
    if (magnitude < 0x38800000) { // below 2^-14: subnormal, in steps of 2^-24
      // adding 0.5 puts a step of 2^-24 at the last bit of the sum, so that the hardware rounds
      float shifted = Float.intBitsToFloat(magnitude) + 0.5f;
      return (short) (sign | Float.floatToRawIntBits(shifted) - Float.floatToRawIntBits(0.5f));
    }
    int rounded = magnitude + 0xfff + (magnitude >>> 13 & 1);
    return (short) (sign | (rounded >>> 13) - ((127 - 15) << 10));
  }
}
