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

  Sample first(int length) {
    return length >= length()
        ? this
        : new Sample(id, Arrays.copyOf(inputIds, length), Arrays.copyOf(labels, length));
  }
}
