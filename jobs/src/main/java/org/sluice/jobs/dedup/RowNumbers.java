package org.sluice.jobs.dedup;

/**
 * Numbers of rows: the partition in the upper bits, the place in it in the lower 33. They hold as
 * long as one run looks at the same held rows, and never reach a table.
 */
final class RowNumbers {
  private static final int PLACE_BITS = 33;

  private RowNumbers() {}

  static long of(int partition, long place) {
    return (long) partition << PLACE_BITS | place;
  }

  static int partition(long number) {
    return (int) (number >>> PLACE_BITS);
  }

  static long place(long number) {
    return number & ((1L << PLACE_BITS) - 1);
  }
}
