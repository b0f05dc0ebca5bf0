package org.sluice.text.privacy.ner;

/** What the tagger sees of each token of one text, as rows of the model's table. */
public abstract class Features {
  /** More than any token has. */
  public static final int MOST = 80;

  private static final long FACTOR = 0x9FB21C651E98DF25L;

  final Tokens tokens;
  private final int mask;
  private int[] out;
  private int count;

  Features(Tokens tokens, int rows) {
    this.tokens = tokens;
    this.mask = rows - 1;
  }

  /**
   * Writes the rows of a token.
   *
   * @return how many there are
   */
  public final int rows(int token, int[] rows) {
    out = rows;
    count = 0;
    collect(token);
    return count;
  }

  /** Calls {@link #add} for each feature of the token. */
  abstract void collect(int token);

  final void add(int template, long value) {
    long hash = mix(mix(value + template * 0x632BE59BD9B4E019L) ^ template);
    out[count++] = (int) (hash >>> 7) & mask;
  }

  final void add(int template, long one, long other) {
    add(template, mix(one) * 31 + other);
  }

  final void add(int template, long one, long two, long three) {
    add(template, mix(mix(one) * 31 + two) * 31 + three);
  }

  static long mix(long x) {
    long product = x * FACTOR;
    return product ^ product >>> 29;
  }

  static long hash(CharSequence text, int from, int to) {
    long hash = (long) to - from;
    for (int i = from; i < to; i++) {
      hash = mix(hash ^ text.charAt(i)) + i - from;
    }
    return hash;
  }
}
