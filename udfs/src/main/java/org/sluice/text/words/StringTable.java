package org.sluice.text.words;

import java.util.Arrays;
import java.util.List;

/** Finds a run of characters in a fixed list of strings without making a string of it. */
final class StringTable {
  private final char[][] entries;
  private final int[] slots; // entry + 1; 0 is free
  private final int mask;
  private final int longest;

  StringTable(List<String> strings) {
    int size = Integer.highestOneBit(Math.max(4, strings.size() * 4 - 1)) << 1;
    entries = new char[strings.size()][];
    slots = new int[size];
    mask = size - 1;
    int most = 0;
    for (int i = 0; i < entries.length; i++) {
      entries[i] = strings.get(i).toCharArray();
      most = Math.max(most, entries[i].length);
      int slot = Hash.slot(Hash.of(entries[i], 0, entries[i].length), mask);
      while (slots[slot] != 0) {
        slot = slot + 1 & mask;
      }
      slots[slot] = i + 1;
    }
    longest = most;
  }

  /** Position in the list of the string that equals {@code text[from, to)}, or -1. */
  int find(char[] text, int from, int to) {
    if (to - from > longest) {
      return -1; // bounds the work on a run of a million characters
    }
    int slot = Hash.slot(Hash.of(text, from, to), mask);
    while (slots[slot] != 0) {
      char[] entry = entries[slots[slot] - 1];
      if (Arrays.equals(entry, 0, entry.length, text, from, to)) {
        return slots[slot] - 1;
      }
      slot = slot + 1 & mask;
    }
    return -1;
  }
}
