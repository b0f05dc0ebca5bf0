package org.sluice.text.words;

import java.util.Arrays;

/**
 * Remembers how a chunk is cut, so that one met before costs one look-up. Entries name words by
 * their vocabulary numbers and are forgotten with them.
 *
 * <p>A key is 128 bits: the characters themselves and their count up to 7, two hashes of them
 * beyond. So a hit needs no look at the characters; that two of a hundred thousand longer chunks
 * share a key has the chance of 2^-95.
 */
final class ChunkCache {
  private static final int FIRST_SIZE = 1 << 14;
  private static final int MOST_ENTRIES = 1 << 17;
  private static final int EXACT = 7;
  private static final long FACTOR = 0x9FB21C651E98DF25L;
  private static final long SECOND_FACTOR = 0xD6E8FEB86659FD93L;

  private long[] keys; // two a slot
  private int[] values; // 0 is free; number + 1 of a single word; -1 - position in several
  private int[] several; // count, then the numbers of the words
  private int used;
  private int size;
  private long first; // the key of the last chunk looked up
  private long second;

  ChunkCache() {
    clear();
  }

  void clear() {
    keys = new long[2 * FIRST_SIZE];
    values = new int[FIRST_SIZE];
    several = new int[1 << 10];
    used = 0;
    size = 0;
  }

  /** Adds the words of the chunk {@code text[from, to)} to {@code words}; false: not known. */
  boolean find(char[] text, int from, int to, Vocabulary vocabulary, Words words) {
    key(text, from, to);
    int value = values[slot()];
    if (value > 0) {
      words.add(from, to, value - 1);
    } else if (value < 0) {
      addSeveral(-1 - value, from, vocabulary, words);
    }
    return value != 0;
  }

  private void addSeveral(int at, int from, Vocabulary vocabulary, Words words) {
    int start = from;
    for (int i = at + 1; i <= at + several[at]; i++) {
      int end = start + vocabulary.length(several[i]);
      words.add(start, end, several[i]);
      start = end;
    }
  }

  /** Remembers that the chunk just looked up is the last {@code count} of {@code words}. */
  void put(Words words, int count) {
    if (size == MOST_ENTRIES) {
      return;
    }
    if (++size * 2 > values.length) {
      grow();
    }
    int slot = slot();
    keys[2 * slot] = first;
    keys[2 * slot + 1] = second;
    if (count == 1) {
      values[slot] = words.number(words.size() - 1) + 1;
      return;
    }
    if (used + count + 1 > several.length) {
      several = Arrays.copyOf(several, several.length * 2 + count);
    }
    values[slot] = -1 - used;
    several[used++] = count;
    for (int i = words.size() - count; i < words.size(); i++) {
      several[used++] = words.number(i);
    }
  }

  private void key(char[] text, int from, int to) {
    int length = to - from;
    if (length <= EXACT) {
      first = 0;
      second = length;
      for (int i = from; i < to; i++) {
        second = second << 16 | first >>> 48;
        first = first << 16 | text[i];
      }
      return;
    }
    long one = length * FACTOR;
    long two = length * SECOND_FACTOR;
    for (int i = from; ; i += 4) {
      i = Math.min(i, to - 4); // the last four may have been taken in already, which does no harm
      long four =
          text[i] | (long) text[i + 1] << 16 | (long) text[i + 2] << 32 | (long) text[i + 3] << 48;
      one = (one ^ four) * FACTOR;
      two = (two ^ four) * SECOND_FACTOR;
      one ^= one >>> 32;
      two ^= two >>> 29;
      if (i == to - 4) {
        break;
      }
    }
    first = one;
    second = two | 1L << 63; // never the key of a short chunk
  }

  /** The slot of the current key, or the free one where it belongs. */
  private int slot() {
    int mask = values.length - 1;
    long hash = (first ^ second * SECOND_FACTOR) * FACTOR;
    int slot = Hash.slot(hash, mask);
    while (values[slot] != 0 && (keys[2 * slot] != first || keys[2 * slot + 1] != second)) {
      slot = slot + 1 & mask;
    }
    return slot;
  }

  private void grow() {
    long[] oldKeys = keys;
    int[] oldValues = values;
    long lastFirst = first;
    long lastSecond = second;
    keys = new long[oldKeys.length * 2];
    values = new int[oldValues.length * 2];
    for (int i = 0; i < oldValues.length; i++) {
      if (oldValues[i] != 0) {
        first = oldKeys[2 * i];
        second = oldKeys[2 * i + 1];
        int slot = slot();
        keys[2 * slot] = first;
        keys[2 * slot + 1] = second;
        values[slot] = oldValues[i];
      }
    }
    first = lastFirst;
    second = lastSecond;
  }
}
