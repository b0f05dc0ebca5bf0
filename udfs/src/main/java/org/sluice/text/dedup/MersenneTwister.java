package org.sluice.text.dedup;

/**
 * The generator behind numpy's {@code RandomState(seed)} (MT19937, Matsumoto and Nishimura 1998),
 * as far as {@code randint} of unsigned 64-bit numbers needs it.
 */
final class MersenneTwister {
  private static final int SIZE = 624;
  private static final int SHIFT = 397;

  private final int[] state = new int[SIZE];
  private int next = SIZE;

  MersenneTwister(int seed) {
    state[0] = seed;
    for (int i = 1; i < SIZE; i++) {
      state[i] = 1812433253 * (state[i - 1] ^ state[i - 1] >>> 30) + i;
    }
  }

  /** {@code randint(low, high, dtype=uint64)}, both below 2^63: masks and rejects. */
  long between(long low, long high) {
    long range = high - 1 - low;
    long mask = range == 0 ? 0 : -1L >>> Long.numberOfLeadingZeros(range);
    long value;
    do {
      value = ((long) nextInt() << 32 | nextInt() & 0xFFFFFFFFL) & mask;
    } while (value > range);
    return low + value;
  }

  private int nextInt() {
    if (next == SIZE) {
      refill();
    }
    int y = state[next++];
    y ^= y >>> 11;
    y ^= y << 7 & 0x9D2C5680;
    y ^= y << 15 & 0xEFC60000;
    return y ^ y >>> 18;
  }

  private void refill() {
    for (int i = 0; i < SIZE; i++) {
      int y = state[i] & 0x80000000 | state[(i + 1) % SIZE] & 0x7FFFFFFF;
      state[i] = state[(i + SHIFT) % SIZE] ^ y >>> 1 ^ ((y & 1) == 0 ? 0 : 0x9908B0DF);
    }
    next = 0;
  }
}
