package org.sluice.text.words;

import java.util.Arrays;

/** Where a chunk is cut: the end of each piece, in order; a piece starts where the last ended. */
final class Pieces {
  private int[] ends = new int[16];
  private int size;

  int size() {
    return size;
  }

  int end(int piece) {
    return ends[piece];
  }

  void clear() {
    size = 0;
  }

  void add(int end) {
    if (size == ends.length) {
      ends = Arrays.copyOf(ends, size * 2);
    }
    ends[size++] = end;
  }

  int removeLast() {
    return ends[--size];
  }
}
