package org.sluice.text.rules;

import java.util.Arrays;
import org.sluice.text.words.Hash;

/** A set of ranges of one character array; ranges with equal characters are equal. */
final class RangeSet {
  private int[] slots = new int[1 << 8]; // range + 1; 0 is free
  private int mask;
  private long[] hashes = new long[1 << 7];
  private int[] starts = new int[1 << 7];
  private int[] ends = new int[1 << 7];
  private int size;

  /** Empties the set and makes room for {@code expected} ranges. */
  void clear(int expected) {
    int wanted = Math.max(16, Integer.highestOneBit(expected) << 2);
    if (wanted > slots.length) {
      slots = new int[wanted];
    } else {
      Arrays.fill(slots, 0, wanted, 0);
    }
    mask = wanted - 1;
    size = 0;
  }

  /** Adds {@code text[from, to)}; false when an equal range is there already. */
  boolean add(char[] text, int from, int to) {
    long hash = Hash.of(text, from, to);
    int slot = Hash.slot(hash, mask);
    while (slots[slot] != 0) {
      int range = slots[slot] - 1;
      if (hashes[range] == hash
          && Arrays.equals(text, starts[range], ends[range], text, from, to)) {
        return false;
      }
      slot = slot + 1 & mask;
    }
    if (size == starts.length) {
      hashes = Arrays.copyOf(hashes, size * 2);
      starts = Arrays.copyOf(starts, size * 2);
      ends = Arrays.copyOf(ends, size * 2);
    }
    hashes[size] = hash;
    starts[size] = from;
    ends[size] = to;
    slots[slot] = ++size;
    if (size * 2 > mask) {
      grow();
    }
    return true;
  }

  private void grow() {
    mask = mask * 2 + 1;
    slots = new int[mask + 1];
    for (int range = 0; range < size; range++) {
      int slot = Hash.slot(hashes[range], mask);
      while (slots[slot] != 0) {
        slot = slot + 1 & mask;
      }
      slots[slot] = range + 1;
    }
  }
}
