package org.sluice.engine.model;

import ai.djl.pytorch.engine.PtNDArray;
import ai.djl.pytorch.engine.PtNDManager;
import java.util.Arrays;

/**
 * Where the tokens lie that the rows of a cache read in one step: row after row, each behind what
 * its row holds.
 *
 * @param held tokens that each row holds already
 * @param counts new tokens of each row, one at least
 */
record Reading(long[] held, int[] counts) {
  private static final PtNDArray[] NONE = {};

  static Reading oneEach(long[] held) {
    int[] ones = new int[held.length];
    Arrays.fill(ones, 1);
    return new Reading(held, ones);
  }

  int tokens() {
    return Arrays.stream(counts).sum();
  }

  /** Tokens that the longest row holds afterwards. */
  int used() {
    return (int) Arrays.stream(heldAfter()).max().orElse(0);
  }

  long[] heldAfter() {
    long[] after = held.clone();
    Arrays.setAll(after, row -> held[row] + counts[row]);
    return after;
  }

  /** What each new token counts as in its row. */
  long[] positions() {
    long[] positions = new long[tokens()];
    int at = 0;
    for (int row = 0; row < counts.length; row++) {
      for (int i = 0; i < counts[row]; i++) {
        positions[at++] = held[row] + i;
      }
    }
    return positions;
  }

  /** The same counted over all rows of a cache. */
  long[] places(int slots) {
    long[] places = positions();
    int at = 0;
    for (int row = 0; row < counts.length; row++) {
      for (int i = 0; i < counts[row]; i++) {
        places[at++] += (long) row * slots;
      }
    }
    return places;
  }

  /** Rows that read different numbers of tokens as {@code laid()} of the text wants them. */
  PtNDArray[] layout(PtNDManager manager) {
    int most = Arrays.stream(counts).max().orElse(0);
    if (Arrays.stream(counts).allMatch(count -> count == most)) {
      return NONE;
    }
    long[] spread = new long[counts.length * most];
    long[] gathered = new long[tokens()];
    int first = 0;
    for (int row = 0; row < counts.length; row++) {
      for (int i = 0; i < most; i++) {
        boolean real = i < counts[row];
        spread[row * most + i] = real ? (long) first + i : first;
        if (real) {
          gathered[first + i] = (long) row * most + i;
        }
      }
      first += counts[row];
    }
    return new PtNDArray[] {
      (PtNDArray) manager.create(spread), (PtNDArray) manager.create(gathered)
    };
  }
}
