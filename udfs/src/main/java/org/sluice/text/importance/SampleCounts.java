package org.sluice.text.importance;

import java.io.Serializable;

/** The words and pairs of a sample of texts by bucket. Counts of parts of a sample add up. */
public final class SampleCounts implements Serializable {
  private static final long serialVersionUID = 1L;

  private final long[] buckets;
  private long documents;
  private long words;

  /**
   * The counts of no texts.
   *
   * @param buckets of the hash, at least 2
   */
  public SampleCounts(int buckets) {
    this(new long[buckets], 0, 0);
  }

  SampleCounts(long[] buckets, long documents, long words) {
    this.buckets = buckets;
    this.documents = documents;
    this.words = words;
  }

  /** Counts a text. */
  public SampleCounts add(String text) {
    words += new HashedGrams(buckets.length).read(text, bucket -> buckets[bucket]++);
    documents++;
    return this;
  }

  /** Adds the counts of other texts. */
  public SampleCounts add(SampleCounts others) {
    for (int i = 0; i < buckets.length; i++) {
      buckets[i] += others.buckets[i];
    }
    documents += others.documents;
    words += others.words;
    return this;
  }

  public long documents() {
    return documents;
  }

  /** Words of all texts; pairs are not among them. */
  public long words() {
    return words;
  }

  /** Words and pairs in each bucket. */
  long[] buckets() {
    return buckets;
  }

  /** The estimate of a Poisson distribution's mean: words of a text. */
  double meanWords() {
    return words / (double) documents;
  }
}
