package org.sluice.text.words;

import java.util.Arrays;

/**
 * Remembers how a chunk is cut, so that a word met before costs one look-up. Entries name words by
 * their vocabulary numbers and are forgotten with them.
 */
final class ChunkCache {
  private static final int FIRST_SIZE = 1 << 14;
  private static final int MOST_ENTRIES = 1 << 17;

  private long[] hashes;
  private int[] entries; // position in data + 1; 0 is free
  private int[] data; // count, then the numbers of the words
  private int used;
  private int size;

  ChunkCache() {
    clear();
  }

  void clear() {
    hashes = new long[FIRST_SIZE];
    entries = new int[FIRST_SIZE];
    data = new int[1 << 15];
    used = 0;
    size = 0;
  }

  /** Adds the words of {@code text[from, to)} to {@code words}; false when it is not known. */
  boolean find(char[] text, int from, int to, long hash, Vocabulary vocabulary, Words words) {
    int mask = hashes.length - 1;
    int slot = Hash.slot(hash, mask);
    while (entries[slot] != 0) {
      if (hashes[slot] == hash && equals(entries[slot] - 1, text, from, to, vocabulary)) {
        int at = entries[slot] - 1;
        int start = from;
        for (int i = at + 1; i <= at + data[at]; i++) {
          int end = start + vocabulary.length(data[i]);
          words.add(start, end, data[i]);
          start = end;
        }
        return true;
      }
      slot = slot + 1 & mask;
    }
    return false;
  }

  private boolean equals(int at, char[] text, int from, int to, Vocabulary vocabulary) {
    int start = from;
    for (int i = at + 1; i <= at + data[at]; i++) {
      int end = start + vocabulary.length(data[i]);
      if (end > to || !vocabulary.equals(data[i], text, start, end)) {
        return false;
      }
      start = end;
    }
    return start == to;
  }

  /** Remembers that the chunk of {@code hash} is the last {@code count} of {@code words}. */
  void put(long hash, Words words, int count) {
    if (size == MOST_ENTRIES) {
      return;
    }
    if (used + count + 1 > data.length) {
      data = Arrays.copyOf(data, data.length * 2 + count);
    }
    if (size * 2 >= hashes.length) {
      grow();
    }
    insert(hash, used + 1);
    data[used++] = count;
    for (int i = words.size() - count; i < words.size(); i++) {
      data[used++] = words.number(i);
    }
    size++;
  }

  private void insert(long hash, int entry) {
    int mask = hashes.length - 1;
    int slot = Hash.slot(hash, mask);
    while (entries[slot] != 0) {
      slot = slot + 1 & mask;
    }
    hashes[slot] = hash;
    entries[slot] = entry;
  }

  private void grow() {
    long[] oldHashes = hashes;
    int[] oldEntries = entries;
    hashes = new long[oldHashes.length * 2];
    entries = new int[oldHashes.length * 2];
    for (int i = 0; i < oldHashes.length; i++) {
      if (oldEntries[i] != 0) {
        insert(oldHashes[i], oldEntries[i]);
      }
    }
  }
}
