package org.sluice.engine.model;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.sluice.engine.tensor.Spans;
import org.sluice.engine.tensor.Spans.Span;

/**
 * How sequences lie in packed matrices once virtual tokens stand in front of each.
 *
 * @param rows for each position the row of [virtual tokens, then all words]; empty when there are
 *     no virtual tokens
 * @param positions what each position counts as, from 0 at a sequence's first one
 * @param spans the sequences
 * @param lengths tokens of each sequence, virtual ones among them
 * @param reach one more than the largest position
 * @param added virtual tokens in front of each sequence
 * @param before keys that each sequence sees before its own
 */
record Layout(
    long[] rows, long[] positions, Spans spans, int[] lengths, int reach, int added, int before) {

  /**
   * Lays sequences down.
   *
   * @param virtual tokens in front of each
   * @param before keys that each sees before its own, over which positions count
   */
  static Layout of(List<Sequence> sequences, int virtual, int before) {
    int tokens = sequences.stream().mapToInt(s -> s.length() + virtual).sum();
    long[] rows = virtual == 0 ? new long[0] : new long[tokens];
    long[] positions = new long[tokens];
    List<Span> spans = new ArrayList<>();
    int at = 0;
    int word = 0;
    int reach = 0;
    for (Sequence sequence : sequences) {
      int n = sequence.length() + virtual;
      // virtual tokens are no padding
      int from = sequence.from() == 0 ? 0 : sequence.from() + virtual;
      spans.add(new Span(at, n, at, n, from, sequence.to() + virtual));
      for (int i = 0; i < n; i++) {
        positions[at + i] = (long) sequence.first() + before + i;
        if (virtual > 0) {
          rows[at + i] = i < virtual ? i : (long) word + i;
        }
      }
      at += n;
      word += sequence.length();
      reach = Math.max(reach, sequence.first() + before + n);
    }
    int[] lengths = sequences.stream().mapToInt(s -> s.length() + virtual).toArray();
    return new Layout(rows, positions, new Spans(spans, virtual), lengths, reach, virtual, before);
  }

  /**
   * A sequence of tokens.
   *
   * @param length tokens that lie there
   * @param first what its first position counts as
   * @param from the first token that is no padding
   * @param to one past the last token that is no padding
   */
  record Sequence(int length, int first, int from, int to) {
    static Sequence of(int length) {
      return new Sequence(length, 0, 0, length);
    }
  }

  /** New positions of sequences of which a cache holds the beginnings. */
  static Layout step(long[] positions) {
    int[] ones = new int[positions.length];
    Arrays.fill(ones, 1);
    int reach = 1 + (int) Arrays.stream(positions).max().orElse(0);
    return new Layout(new long[0], positions.clone(), new Spans(List.of()), ones, reach, 0, 0);
  }

  /** Sequences without padding. */
  static List<Sequence> plain(long[] lengths) {
    return Arrays.stream(lengths).mapToObj(n -> Sequence.of((int) n)).toList();
  }

  /**
   * The place of each token among its sequence's real ones, with keys before them; -1 for padding.
   */
  int[] realPositions() {
    if (spans.list().isEmpty()) { // a step behind a cache
      return Arrays.stream(positions).mapToInt(Math::toIntExact).toArray();
    }
    int[] places = new int[positions.length];
    for (Span span : spans.list()) {
      for (int i = 0; i < span.queries(); i++) {
        int padding = span.from() == 0 ? 0 : span.from() - added;
        boolean real = i < added || i >= span.from() && i < span.to();
        places[span.query() + i] = real ? i - (i < added ? 0 : padding) + before : -1;
      }
    }
    return places;
  }

  /**
   * Places in the packed matrices of places in the sequences as they were without virtual tokens;
   * {@code ~i} is the place before i.
   */
  long[] moved(long[] wanted) {
    if (added == 0) {
      return wanted;
    }
    long[] starts = new long[lengths.length + 1];
    for (int i = 0; i < lengths.length; i++) {
      starts[i + 1] = starts[i] + lengths[i] - added;
    }
    return Arrays.stream(wanted)
        .map(
            place -> {
              long at = place < 0 ? ~place : place;
              int found = Arrays.binarySearch(starts, at);
              int sequence = found >= 0 ? found : -found - 2;
              return at + (long) added * (sequence + 1) - (place < 0 ? 1 : 0);
            })
        .toArray();
  }
}
