package org.sluice.text.importance;

/**
 * Python's {@code hash} of strings and of pairs of them, in Python 3.11 and later on 64 bits, under
 * a PYTHONHASHSEED: SipHash-1-3 (Aumasson and Bernstein 2012, with fewer rounds) of the characters
 * as CPython stores them, in 1, 2 or 4 bytes each; pairs by its form of xxHash.
 */
final class PythonHash {
  private static final long PRIME_1 = 0x9E3779B185EBCA87L;
  private static final long PRIME_2 = 0xC2B2AE3D27D4EB4FL;
  private static final long PRIME_5 = 0x27D4EB2F165667C5L;
  private static final long LENGTH_2 = 2 ^ PRIME_5 ^ 3527539;
  private static final int LATIN = 0x100;
  private static final int PLANE = 0x10000;

  private final long key0;
  private final long key1;

  /**
   * The hash of one seed.
   *
   * @param seed what PYTHONHASHSEED was set to, at least 1
   */
  PythonHash(int seed) {
    long[] keys = new long[2];
    int state = seed;
    for (int i = 0; i < 2 * Long.BYTES; i++) {
      state = state * 214013 + 2531011;
      keys[i / Long.BYTES] |= (state >>> 16 & 0xFFL) << 8 * (i % Long.BYTES);
    }
    this.key0 = keys[0];
    this.key1 = keys[1];
  }

  /** {@code hash(text)}. */
  long of(String text) {
    return text.isEmpty() ? 0 : notMinusOne(new Sip().hash(text));
  }

  /** {@code hash((first, second))} of strings with these hashes. */
  static long ofPair(long first, long second) {
    long hash = lane(lane(PRIME_5, first), second) + LENGTH_2;
    return hash == -1 ? 1546275796 : hash;
  }

  private static long lane(long hash, long element) {
    return Long.rotateLeft(hash + element * PRIME_2, 31) * PRIME_1;
  }

  /** Python takes -1 for an error. */
  private static long notMinusOne(long hash) {
    return hash == -1 ? -2 : hash;
  }

  /** Bytes of a character in CPython's memory, which the widest one decides. */
  private static int width(String text) {
    int widest = 0;
    for (int i = 0; i < text.length(); i++) {
      widest = Math.max(widest, text.codePointAt(i));
    }
    return widest < LATIN ? 1 : widest < PLANE ? 2 : 4;
  }

  private final class Sip {
    private long v0 = key0 ^ 0x736f6d6570736575L;
    private long v1 = key1 ^ 0x646f72616e646f6dL;
    private long v2 = key0 ^ 0x6c7967656e657261L;
    private long v3 = key1 ^ 0x7465646279746573L;

    long hash(String text) {
      int width = width(text);
      long block = 0;
      int bytes = 0;
      for (int i = 0; i < text.length(); ) {
        int c = text.codePointAt(i);
        block |= (long) c << 8 * (bytes % Long.BYTES);
        bytes += width;
        if (bytes % Long.BYTES == 0) {
          absorb(block);
          block = 0;
        }
        i += Character.charCount(c);
      }
      absorb(block | (long) bytes << 56);
      v2 ^= 0xFF;
      round();
      round();
      round();
      return v0 ^ v1 ^ v2 ^ v3;
    }

    private void absorb(long block) {
      v3 ^= block;
      round();
      v0 ^= block;
    }

    private void round() {
      v0 += v1;
      v2 += v3;
      v1 = Long.rotateLeft(v1, 13) ^ v0;
      v3 = Long.rotateLeft(v3, 16) ^ v2;
      v0 = Long.rotateLeft(v0, 32);
      v2 += v1;
      v0 += v3;
      v1 = Long.rotateLeft(v1, 17) ^ v2;
      v3 = Long.rotateLeft(v3, 21) ^ v0;
      v2 = Long.rotateLeft(v2, 32);
    }
  }
}
