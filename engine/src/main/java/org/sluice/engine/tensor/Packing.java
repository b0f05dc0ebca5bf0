package org.sluice.engine.tensor;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * How sequences lie one after another in a [tokens, width] matrix, and which of them attention
 * computes together: those of like length, padded to the longest of their group.
 *
 * <p>A prefix that all sequences share may lie there once, before what follows it in each: its
 * states are the same in all of them, since no position looks ahead.
 */
public final class Packing {
  /** Padding that a group may have, as a share of its real tokens. */
  private static final double WASTE = 0.15;

  /** From this length on a sequence keeps all cores busy by itself. */
  private static final int LONG = 512;

  private final int prefix;
  private final int[] padding;
  private final long[] lengths;
  private final long[] starts;
  private final long[] sortedLengths;
  private final long[] groups;
  private final int longest;
  private final int tokens;

  /**
   * Sequences that share nothing.
   *
   * @param lengths tokens of each sequence, in the order in which they lie; none is 0
   */
  public Packing(int[] lengths) {
    this(0, lengths);
  }

  /**
   * Sequences that share nothing and begin with padding.
   *
   * @param padding tokens of each that no other one sees
   */
  public Packing(int[] lengths, int[] padding) {
    this(0, lengths, padding.clone());
  }

  /**
   * Sequences behind a shared prefix.
   *
   * @param prefix tokens of the prefix
   * @param lengths tokens of each sequence behind it, in the order in which they lie; none is 0
   */
  public Packing(int prefix, int[] lengths) {
    this(prefix, lengths, new int[lengths.length]);
  }

  private Packing(int prefix, int[] lengths, int[] padding) {
    this.prefix = prefix;
    this.padding = padding;
    this.lengths = Arrays.stream(lengths).asLongStream().toArray();
    tokens = prefix + Arrays.stream(lengths).sum();
    longest = prefix + Arrays.stream(lengths).max().orElse(0);
    int[] first = new int[lengths.length];
    for (int i = 0, at = prefix; i < lengths.length; at += lengths[i++]) {
      first[i] = at;
    }
    List<Integer> order = new ArrayList<>();
    for (int i = 0; i < lengths.length; i++) {
      order.add(i);
    }
    order.sort((i, j) -> Integer.compare(lengths[j], lengths[i])); // stable: ties stay in place
    starts = order.stream().mapToLong(i -> first[i]).toArray();
    sortedLengths = order.stream().mapToLong(i -> lengths[i]).toArray();
    groups = groups(Arrays.stream(sortedLengths).map(n -> prefix + n).toArray());
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

  /** Tokens at the beginning of each sequence that are padding. */
  public int[] padding() {
    return padding.clone();
  }

  /** Whether a sequence begins with padding. */
  public boolean padded() {
    return Arrays.stream(padding).anyMatch(n -> n > 0);
  }

  /** Tokens of the shared prefix; 0 when there is none. */
  public int prefix() {
    return prefix;
  }

  /** Tokens that lie there, the prefix once. */
  public int tokens() {
    return tokens;
  }

  /** Tokens of the longest sequence, its prefix among them. */
  public int longest() {
    return longest;
  }

  /** Lengths behind the prefix, in the order in which the sequences lie. */
  public long[] lengths() {
    return lengths.clone();
  }

  /** First positions of the sequences behind the prefix, longest first. */
  long[] starts() {
    return starts;
  }

  /** Lengths of the sequences behind the prefix, longest first. */
  long[] sortedLengths() {
    return sortedLengths;
  }

  /** How many sequences each group has, of those longest first. */
  long[] groups() {
    return groups;
  }
}
