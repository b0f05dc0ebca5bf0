package org.sluice.engine.train;

import java.util.Arrays;
import org.sluice.base.Check;

/**
 * One row of token ids: a sample, or several samples lying one after another with no attention
 * across them.
 *
 * @param inputIds token ids
 * @param labels what each position must be foretold as by the position before it in the same
 *     sample; {@link #IGNORED} where nothing is learnt
 * @param lengths lengths of the samples in tokens; their sum is the row's length
 * @param padding tokens in front of a row's only sample that no other one sees; rows that are made
 *     here have none
 */
public record Row(int[] inputIds, int[] labels, int[] lengths, int padding) {
  /** The label of a position that is not trained. */
  public static final int IGNORED = -100;

  public Row {
    Check.that(
        inputIds.length == labels.length,
        "a row needs one label a token, got %d tokens and %d labels",
        inputIds.length,
        labels.length);
    int sum = Arrays.stream(lengths).sum();
    Check.that(
        sum == inputIds.length,
        "the samples of a row must fill it, got %d of %d tokens",
        sum,
        inputIds.length);
    Check.that(
        padding == 0 || lengths.length == 1 && padding < inputIds.length,
        "only a row of one sample may begin with padding, got %d",
        padding);
  }

  /** A row without padding. */
  public Row(int[] inputIds, int[] labels, int[] lengths) {
    this(inputIds, labels, lengths, 0);
  }

  /** A row of one sample with padding in front. */
  public static Row padded(int[] inputIds, int[] labels, int padding) {
    return new Row(inputIds, labels, new int[] {inputIds.length}, padding);
  }

  /** A row of one sample. */
  public static Row of(int[] inputIds, int[] labels) {
    return new Row(inputIds, labels, new int[] {inputIds.length});
  }

  /** Positions that are trained: labels that are not ignored, the first of each sample left out. */
  public int targets() {
    int count = 0;
    int at = 0;
    for (int length : lengths) {
      for (int i = 1; i < length; i++) {
        count += labels[at + i] == IGNORED ? 0 : 1;
      }
      at += length;
    }
    return count;
  }

  /** The first position from {@code from} on that has a label; {@code to} where none has. */
  public int firstTarget(int from, int to) {
    int at = from;
    while (at < to && labels[at] == IGNORED) {
      at++;
    }
    return at;
  }
}
