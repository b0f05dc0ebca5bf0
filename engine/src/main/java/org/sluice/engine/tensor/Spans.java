package org.sluice.engine.tensor;

import java.util.ArrayList;
import java.util.List;

/** Where the queries and keys of sequences lie in packed matrices, one sequence after another. */
public final class Spans {
  /**
   * One sequence.
   *
   * @param query its first query
   * @param queries how many it has
   * @param key its first key
   * @param keys how many it has
   * @param from the first key that is no padding, counted within the sequence
   * @param to one past the last key that is no padding
   */
  public record Span(int query, int queries, int key, int keys, int from, int to) {}

  private final List<Span> spans;
  private final int front;

  public Spans(List<Span> spans) {
    this(spans, 0);
  }

  /**
   * Sequences that all begin with keys that are no padding, whatever comes behind them.
   *
   * @param front how many those are
   */
  public Spans(List<Span> spans, int front) {
    this.spans = List.copyOf(spans);
    this.front = front;
  }

  /** Sequences that attend to themselves, without padding. */
  public static Spans of(long[] lengths) {
    List<Span> spans = new ArrayList<>();
    int at = 0;
    for (long length : lengths) {
      int n = (int) length;
      spans.add(new Span(at, n, at, n, 0, n));
      at += n;
    }
    return new Spans(spans);
  }

  /** Keys at the beginning of each sequence that are seen although padding follows. */
  int front() {
    return front;
  }

  public List<Span> list() {
    return spans;
  }

  /** As the text wants them. */
  long[] numbers() {
    long[] numbers = new long[6 * spans.size()];
    for (int i = 0; i < spans.size(); i++) {
      Span span = spans.get(i);
      numbers[6 * i] = span.query;
      numbers[6 * i + 1] = span.queries;
      numbers[6 * i + 2] = span.key;
      numbers[6 * i + 3] = span.keys;
      numbers[6 * i + 4] = span.from;
      numbers[6 * i + 5] = span.to;
    }
    return numbers;
  }
}
