package org.sluice.jobs.tokenize;

import java.io.Serializable;
import java.util.Arrays;
import java.util.Comparator;

/**
 * One example in tokens.
 *
 * @param labels the token to be learnt at each place, {@link #IGNORED} where none is
 */
record Sample(String id, int[] inputIds, int[] labels) implements Serializable {
  /** What PyTorch's cross entropy leaves out. */
  static final int IGNORED = -100;

  /** Longest first; among equals by id, then by tokens, so that no partitioning changes it. */
  static final Comparator<Sample> LONGEST_FIRST =
      Comparator.comparingInt((Sample sample) -> -sample.length())
          .thenComparing(Sample::id)
          .thenComparing(Sample::inputIds, Arrays::compare)
          .thenComparing(Sample::labels, Arrays::compare);

  int length() {
    return inputIds.length;
  }

  /** Number of tokens that are to be learnt. The first token of a sample never is. */
  int targets() {
    int count = 0;
    for (int i = 1; i < labels.length; i++) {
      count += labels[i] == IGNORED ? 0 : 1;
    }
    return count;
  }

  /**
   * A prompt and its answer, each cut to its own length; what ended with the end of text still
   * does.
   */
  Sample within(Lengths lengths, int endOfText) {
    int answer = 0;
    while (answer < labels.length && labels[answer] == IGNORED) {
      answer++;
    }
    int[] source = cut(Arrays.copyOf(inputIds, answer), lengths.source(), endOfText);
    int[] target = cut(Arrays.copyOfRange(inputIds, answer, length()), lengths.target(), endOfText);
    return target.length + source.length == length() ? this : pair(id, source, target);
  }

  /** A prompt that is read, and behind it the answer that is learnt. */
  static Sample pair(String id, int[] source, int[] target) {
    int[] ids = Arrays.copyOf(source, source.length + target.length);
    System.arraycopy(target, 0, ids, source.length, target.length);
    int[] labels = ids.clone();
    Arrays.fill(labels, 0, source.length, IGNORED);
    return new Sample(id, ids, labels);
  }

  private static int[] cut(int[] ids, int length, int endOfText) {
    if (ids.length <= length) {
      return ids;
    }
    int[] kept = Arrays.copyOf(ids, length);
    if (ids[ids.length - 1] == endOfText) {
      kept[length - 1] = endOfText;
    }
    return kept;
  }

  Sample first(int length) {
    return length >= length()
        ? this
        : new Sample(id, Arrays.copyOf(inputIds, length), Arrays.copyOf(labels, length));
  }
}
