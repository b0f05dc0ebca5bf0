package org.sluice.engine.model;

import java.util.Arrays;
import org.sluice.engine.tensor.Packing;

/**
 * Sequences to run at once.
 *
 * @param ids tokens of all sequences, one after another
 * @param packing how they lie
 * @param wanted positions (indices into ids) whose states are wanted; one may come more than once
 */
record Sequences(int[] ids, Packing packing, long[] wanted) {
  /** A shorter prefix is not worth the bookkeeping. */
  private static final int SHORTEST = 4;

  /**
   * The same sequences with their longest common prefix laid down once. Rows made by one template
   * begin alike; the states of that beginning are the same in all of them, because no position
   * looks ahead, so it need not go through the model once a row.
   */
  Sequences sharingPrefix() {
    long[] lengths = packing.lengths();
    int prefix = lengths.length < 2 || packing.prefix() > 0 ? 0 : commonPrefix(lengths);
    if (prefix < SHORTEST) {
      return this;
    }
    int[] shared = new int[ids.length - prefix * (lengths.length - 1)];
    int[] moved = new int[ids.length]; // old position to new
    int[] rest = Arrays.stream(lengths).mapToInt(n -> (int) n - prefix).toArray();
    System.arraycopy(ids, 0, shared, 0, prefix);
    int from = 0;
    int to = prefix;
    for (int n : rest) {
      System.arraycopy(ids, from + prefix, shared, to, n);
      for (int i = 0; i < prefix + n; i++) {
        moved[from + i] = i < prefix ? i : to + i - prefix;
      }
      from += prefix + n;
      to += n;
    }
    long[] positions = Arrays.stream(wanted).map(p -> moved[(int) p]).toArray();
    return new Sequences(shared, new Packing(prefix, rest), positions);
  }

  /** Leaves every sequence a token of its own. */
  private int commonPrefix(long[] lengths) {
    int prefix = (int) Arrays.stream(lengths).min().orElse(1) - 1;
    int at = 0;
    for (long length : lengths) {
      int same = Arrays.mismatch(ids, 0, prefix, ids, at, at + prefix);
      prefix = same < 0 ? prefix : same;
      at += (int) length;
    }
    return prefix;
  }
}
