package org.sluice.text.rules;

import java.util.Arrays;

/** Counts equal keys; each different key has a number, in the order of first meeting. */
final class PairCounter {
  private int[] slots = new int[1 << 8]; // number + 1; 0 is free
  private int mask;
  private long[] keys = new long[1 << 7];
  private int[] counts = new int[1 << 7];
  private int size;

  /** Forgets all and makes room for {@code most} different keys. */
  void clear(int most) {
    int wanted = Math.max(16, Integer.highestOneBit(most) << 2);
    if (wanted > slots.length) {
      slots = new int[wanted];
    } else {
      Arrays.fill(slots, 0, wanted, 0);
    }
    if (most > keys.length) {
      keys = new long[wanted];
      counts = new int[wanted];
    }
    mask = wanted - 1;
    size = 0;
  }

  /** Counts {@code key} and returns its number. */
  int add(long key) {
    long hash = key * 0x9E3779B97F4A7C15L;
    int slot = (int) (hash >>> 32) & mask;
    while (slots[slot] != 0) {
      int number = slots[slot] - 1;
      if (keys[number] == key) {
        counts[number]++;
        return number;
      }
      slot = slot + 1 & mask;
    }
    keys[size] = key;
    counts[size] = 1;
    slots[slot] = size + 1;
    return size++;
  }

  int count(int number) {
    return counts[number];
  }
}
