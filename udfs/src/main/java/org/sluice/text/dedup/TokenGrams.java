package org.sluice.text.dedup;

import java.util.Arrays;

/**
 * The n-grams by which texts are sought in each other, whatever their language: lower case, without
 * punctuation; a run of letters and digits is a token, in scripts without blanks each character.
 * Buffers are used again, so not thread-safe.
 */
public final class TokenGrams {
  private static final long FACTOR = 0x9E3779B97F4A7C15L;

  private int size;
  private int[] starts = new int[1 << 8]; // in UTF-16 units
  private int[] ends = new int[1 << 8];
  private long[] hashes = new long[1 << 8];

  /** Takes a text; says how many tokens it has. */
  public int read(String text) {
    size = 0;
    int i = 0;
    int start = -1;
    long hash = 0;
    while (i < text.length()) {
      int c = text.codePointAt(i);
      int next = i + Character.charCount(c);
      boolean alone = Character.isIdeographic(c) || isUnspaced(c);
      boolean inside = !alone && (Character.isLetterOrDigit(c) || isMark(c) && start >= 0);
      if (!inside && start >= 0) {
        add(start, i, hash);
        start = -1;
      }
      if (alone) {
        add(i, next, step(0, c));
      } else if (inside) {
        if (start < 0) {
          start = i;
          hash = 0;
        }
        hash = step(hash, Character.toLowerCase(c));
      }
      i = next;
    }
    if (start >= 0) {
      add(start, text.length(), hash);
    }
    return size;
  }

  private static boolean isUnspaced(int c) {
    Character.UnicodeScript script =
        c < 0x0E00 ? Character.UnicodeScript.COMMON : Character.UnicodeScript.of(c);
    return switch (script) {
      case HIRAGANA, KATAKANA, THAI, LAO, KHMER, MYANMAR -> Character.isLetter(c);
      default -> false;
    };
  }

  private static boolean isMark(int c) {
    int type = Character.getType(c);
    return type == Character.NON_SPACING_MARK || type == Character.COMBINING_SPACING_MARK;
  }

  private static long step(long hash, int c) {
    long mixed = (hash ^ c) * FACTOR;
    return mixed ^ mixed >>> 29;
  }

  private void add(int start, int end, long hash) {
    if (size == starts.length) {
      starts = Arrays.copyOf(starts, size * 2);
      ends = Arrays.copyOf(ends, size * 2);
      hashes = Arrays.copyOf(hashes, size * 2);
    }
    starts[size] = start;
    ends[size] = end;
    hashes[size++] = hash;
  }

  /** How many tokens the text has. */
  public int size() {
    return size;
  }

  public int start(int token) {
    return starts[token];
  }

  public int end(int token) {
    return ends[token];
  }

  /** A 64-bit hash of {@code n} tokens from {@code token} on. */
  public long gram(int token, int n) {
    long hash = n;
    for (int i = token; i < token + n; i++) {
      hash = (hash ^ hashes[i]) * 0xD6E8FEB86659FD93L;
      hash ^= hash >>> 32;
    }
    return hash;
  }
}
