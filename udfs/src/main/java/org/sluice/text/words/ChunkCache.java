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
  private static final int SLOT = 4; // longs: two of the key, the value, and one to fill a line
  private static final long FACTOR = 0x9FB21C651E98DF25L;
  private static final long SECOND_FACTOR = 0xD6E8FEB86659FD93L;

  // The value is 0 in a free slot, number + 1 of a single word, -1 - position in several. It lies
  // beside its key: most of a look-up is waiting for one line of memory.
  private long[] slots;
  private int[] several; // count, then the numbers of the words
  private int used;
  private int size;
  private long first; // the key of the last chunk looked up
  private long second;

  ChunkCache() {
    clear();
  }

  void clear() {
    slots = new long[SLOT * FIRST_SIZE];
    several = new int[1 << 10];
    used = 0;
    size = 0;
  }

  /** Adds the words of the chunk {@code text[from, to)} to {@code words}; false: not known. */
  boolean find(char[] text, int from, int to, Vocabulary vocabulary, Words words) {
    key(text, from, to);
    int value = (int) slots[slot() + 2];
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
    if (++size * 2 * SLOT > slots.length) {
      grow();
    }
    if (count == 1) {
      take(slot(), words.number(words.size() - 1) + 1);
      return;
    }
    if (used + count + 1 > several.length) {
      several = Arrays.copyOf(several, several.length * 2 + count);
    }
    take(slot(), -1 - used);
    several[used++] = count;
    for (int i = words.size() - count; i < words.size(); i++) {
      several[used++] = words.number(i);
    }
  }

  private void take(int slot, long value) {
    slots[slot] = first;
    slots[slot + 1] = second;
    slots[slot + 2] = value;
  }

  private void key(char[] text, int from, int to) {
    int length = to - from;
    if (length < 4) { // some character twice where there are but one or two
      first = text[from] | (long) text[from + (length >> 1)] << 16 | (long) text[to - 1] << 32;
      second = length;
      return;
    }
    if (length <= EXACT) {
      first = four(text, from);
      int twice = 8 * (8 - length); // half of what the last four have in common with the first
      second = four(text, to - 4) >>> twice >>> twice | (long) length << 48;
      return;
    }
    long one = length * FACTOR;
    long two = length * SECOND_FACTOR;
    for (int i = from; ; i += 4) {
      i = Math.min(i, to - 4); // the last four may have been taken in already, which does no harm
      long four = four(text, i);
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

  private static long four(char[] text, int at) {
    return text[at]
        | (long) text[at + 1] << 16
        | (long) text[at + 2] << 32
        | (long) text[at + 3] << 48;
  }

  /** Where the slot of the current key begins, or of the free one where it belongs. */
  private int slot() {
    int mask = slots.length - 1;
    long hash = (first ^ second * SECOND_FACTOR) * FACTOR;
    int slot = Hash.slot(hash, mask) & -SLOT;
    while (slots[slot + 2] != 0 && (slots[slot] != first || slots[slot + 1] != second)) {
      slot = slot + SLOT & mask;
    }
    return slot;
  }

  private void grow() {
    long[] old = slots;
    long lastFirst = first;
    long lastSecond = second;
    slots = new long[old.length * 2];
    for (int i = 0; i < old.length; i += SLOT) {
      if (old[i + 2] != 0) {
        first = old[i];
        second = old[i + 1];
        take(slot(), old[i + 2]);
      }
    }
    first = lastFirst;
    second = lastSecond;
  }
}
