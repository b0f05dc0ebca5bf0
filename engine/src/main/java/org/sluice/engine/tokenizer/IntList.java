package org.sluice.engine.tokenizer;

import java.util.Arrays;

/** A growing list of numbers without a box for each. */
final class IntList {
  private int[] values = new int[2];
  private int size;

  /** Adds a number, once where it comes several times in a row. */
  void addUnlessLast(int value) {
    if (size > 0 && values[size - 1] == value) {
      return;
    }
    if (size == values.length) {
      values = Arrays.copyOf(values, size * 2);
    }
    values[size++] = value;
  }

  int get(int index) {
    return values[index];
  }

  int size() {
    return size;
  }
}
