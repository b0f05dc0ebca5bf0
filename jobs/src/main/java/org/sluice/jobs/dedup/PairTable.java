package org.sluice.jobs.dedup;

import java.util.Arrays;

/** A hash table from 128-bit keys to the first row number seen with each; open addressing. */
final class PairTable {
  /** No row number is negative. */
  static final long NONE = -1;

  private static final int FIRST_CAPACITY = 1 << 10;

  private long[] high = new long[FIRST_CAPACITY];
  private long[] low = new long[FIRST_CAPACITY];
  private long[] values = emptyValues(FIRST_CAPACITY);
  private int size;

  /** Receives one entry. */
  interface Entry {
    void take(long high, long low, long value);
  }

  /** The value of the key; {@link #NONE} when it has none, and then it gets this one. */
  long putIfAbsent(long keyHigh, long keyLow, long value) {
    int at = find(keyHigh, keyLow);
    long before = values[at];
    if (before == NONE) {
      set(at, keyHigh, keyLow, value);
    }
    return before;
  }

  /** Gives the key the smaller of its value and this one. */
  void putMin(long keyHigh, long keyLow, long value) {
    int at = find(keyHigh, keyLow);
    if (values[at] == NONE) {
      set(at, keyHigh, keyLow, value);
    } else if (value < values[at]) {
      values[at] = value;
    }
  }

  /** The value of the key, or {@link #NONE}. */
  long get(long keyHigh, long keyLow) {
    return values[find(keyHigh, keyLow)];
  }

  void forEach(Entry entry) {
    for (int i = 0; i < values.length; i++) {
      if (values[i] != NONE) {
        entry.take(high[i], low[i], values[i]);
      }
    }
  }

  private void set(int at, long keyHigh, long keyLow, long value) {
    high[at] = keyHigh;
    low[at] = keyLow;
    values[at] = value;
    if (++size > values.length / 2) {
      grow();
    }
  }

  private int find(long keyHigh, long keyLow) {
    int mask = values.length - 1;
    int at = (int) mix(keyHigh, keyLow) & mask;
    while (values[at] != NONE && (high[at] != keyHigh || low[at] != keyLow)) {
      at = (at + 1) & mask;
    }
    return at;
  }

  /** All 128 bits on all 64 (the finaliser of MurmurHash3, A. Appleby). */
  static long mix(long high, long low) {
    long h = high + low * 0x9e3779b97f4a7c15L;
    h = (h ^ (h >>> 33)) * 0xff51afd7ed558ccdL;
    h = (h ^ (h >>> 33)) * 0xc4ceb9fe1a85ec53L;
    return h ^ (h >>> 33);
  }

  private void grow() {
    long[] oldHigh = high;
    long[] oldLow = low;
    long[] oldValues = values;
    high = new long[oldValues.length * 2];
    low = new long[oldValues.length * 2];
    values = emptyValues(oldValues.length * 2);
    for (int i = 0; i < oldValues.length; i++) {
      if (oldValues[i] != NONE) {
        int at = find(oldHigh[i], oldLow[i]);
        high[at] = oldHigh[i];
        low[at] = oldLow[i];
        values[at] = oldValues[i];
      }
    }
  }

  private static long[] emptyValues(int capacity) {
    long[] values = new long[capacity];
    Arrays.fill(values, NONE);
    return values;
  }
}
