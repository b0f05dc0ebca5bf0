package org.sluice.text.perplexity;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;

/** Austin Appleby's MurmurHash2 for 64 bits, by which KenLM finds words; the seed is 0. */
final class MurmurHash64A {
  private static final long MULTIPLIER = 0xc6a4a7935bd1e995L;
  private static final int SHIFT = 47;

  private MurmurHash64A() {}

  static long hash(byte[] bytes) {
    ByteBuffer in = ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN);
    long hash = bytes.length * MULTIPLIER;
    while (in.remaining() >= 8) {
      long part = in.getLong() * MULTIPLIER;
      part ^= part >>> SHIFT;
      hash ^= part * MULTIPLIER;
      hash *= MULTIPLIER;
    }
    if (in.hasRemaining()) {
      for (int shift = 0; in.hasRemaining(); shift += 8) {
        hash ^= (in.get() & 0xffL) << shift;
      }
      hash *= MULTIPLIER;
    }
    hash ^= hash >>> SHIFT;
    hash *= MULTIPLIER;
    return hash ^ hash >>> SHIFT;
  }
}
