package org.sluice.text.words;

/** The hash of a run of UTF-16 units that this package's tables share. */
final class Hash {
  static final long SEED = 0x9E3779B97F4A7C15L;
  private static final long FACTOR = 0x9FB21C651E98DF25L;

  private Hash() {}

  /** The hash of a run one unit longer. */
  static long step(long hash, char unit) {
    return (hash ^ unit) * FACTOR;
  }

  static long of(char[] text, int from, int to) {
    long hash = SEED;
    for (int i = from; i < to; i++) {
      hash = step(hash, text[i]);
    }
    return hash;
  }

  /** A slot of a table whose size is {@code mask + 1}, a power of two. */
  static int slot(long hash, int mask) {
    return (int) (hash ^ hash >>> 32 ^ hash >>> 17) & mask;
  }
}
