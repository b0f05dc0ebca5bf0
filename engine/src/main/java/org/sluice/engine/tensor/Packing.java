package org.sluice.engine.tensor;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * How sequences lie one after another in a [tokens, width] matrix, and which of them attention
 * computes together: those of like length, padded to the longest of their group.
 */
public final class Packing {
  /** Padding that a group may have, as a share of its real tokens. */
  private static final double WASTE = 0.15;

  /** From this length on a sequence keeps all cores busy by itself. */
  private static final int LONG = 512;

  private final long[] lengths;
  private final long[] starts;
  private final long[] sortedLengths;
  private final long[] groups;
  private final int longest;
  private final int tokens;

  /**
   * @param lengths tokens of each sequence, in the order in which they lie; none is 0
   */
  public Packing(int[] lengths) {
    this.lengths = Arrays.stream(lengths).asLongStream().toArray();
    tokens = Arrays.stream(lengths).sum();
    longest = Arrays.stream(lengths).max().orElse(0);
    int[] first = new int[lengths.length];
    for (int i = 1; i < lengths.length; i++) {
      first[i] = first[i - 1] + lengths[i - 1];
    }
    List<Integer> order = new ArrayList<>();
    for (int i = 0; i < lengths.length; i++) {
      order.add(i);
    }
    order.sort((i, j) -> Integer.compare(lengths[j], lengths[i])); // stable: ties stay in place
    starts = order.stream().mapToLong(i -> first[i]).toArray();
    sortedLengths = order.stream().mapToLong(i -> lengths[i]).toArray();
    groups = groups(sortedLengths);
  }

  private static long[] groups(long[] sorted) {
    List<Long> sizes = new ArrayList<>();
    int begin = 0;
    long real = 0;
    for (int i = 0; i < sorted.length; i++) {
      long padded = sorted[begin] * (i + 1 - begin);
      boolean apart = sorted[begin] >= LONG || padded > (real + sorted[i]) * (1 + WASTE);
      if (i > begin && apart) {
        sizes.add((long) (i - begin));
        begin = i;
        real = 0;
      }
      real += sorted[i];
    }
    if (sorted.length > begin) {
      sizes.add((long) (sorted.length - begin));
    }
    return sizes.stream().mapToLong(Long::longValue).toArray();
  }

  /** All tokens. */
  public int tokens() {
    return tokens;
  }

  /** Tokens of the longest sequence. */
  public int longest() {
    return longest;
  }

  /** Lengths in the order in which the sequences lie. */
  public long[] lengths() {
    return lengths.clone();
  }

  /** First positions of the sequences, longest first. */
  long[] starts() {
    return starts;
  }

  /** Lengths of the sequences, longest first. */
  long[] sortedLengths() {
    return sortedLengths;
  }

  /** How many sequences each group has, of those longest first. */
  long[] groups() {
    return groups;
  }
}
