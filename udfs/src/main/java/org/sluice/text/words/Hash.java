package org.sluice.text.words;

/** The hash of a run of characters that the tables of words and rules share. */
public final class Hash {
  private static final long FACTOR = 0x9FB21C651E98DF25L;

  private Hash() {}

  /** The hash of {@code text[from, to)}: equal runs have equal ones, wherever they stand. */
  public static long of(char[] text, int from, int to) {
    long hash = (to - from) * FACTOR;
    int i = from;
    for (; i + 4 <= to; i += 4) { // four at a time: a multiplication a character is the bottleneck
      long four =
          text[i] | (long) text[i + 1] << 16 | (long) text[i + 2] << 32 | (long) text[i + 3] << 48;
      hash = mix(hash ^ four);
    }
    long rest = 0;
    for (; i < to; i++) {
      rest = rest << 16 | text[i];
    }
    return mix(hash ^ rest);
  }

  /** A slot of a table whose size is {@code mask + 1}, a power of two. */
  public static int slot(long hash, int mask) {
    return (int) (hash ^ hash >>> 32) & mask;
  }

  private static long mix(long x) {
    long product = x * FACTOR;
    return product ^ product >>> 32;
  }
}
