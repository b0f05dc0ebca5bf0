package org.sluice.jobs.dedup;

import java.util.Arrays;

/** A growing array of longs. */
final class Longs {
  private long[] values = new long[16];
  private int size;

  void add(long value) {
    if (size == values.length) {
      values = Arrays.copyOf(values, size * 2);
    }
    values[size++] = value;
  }

  long[] toArray() {
    return Arrays.copyOf(values, size);
  }

  boolean isEmpty() {
    return size == 0;
  }
}
