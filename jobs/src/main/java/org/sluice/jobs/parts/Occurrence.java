package org.sluice.jobs.parts;

import java.io.Serializable;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/**
 * Where a part stands.
 *
 * @param id of the row
 * @param text hash of the row's text, which tells rows of one id apart
 * @param piece number of the piece in the text
 */
record Occurrence(String id, long text, int piece) implements Serializable, Comparable<Occurrence> {

  /** Ids in the order of their UTF-8 bytes, as Spark SQL compares strings. */
  @Override
  public int compareTo(Occurrence other) {
    int byId =
        Arrays.compareUnsigned(
            id.getBytes(StandardCharsets.UTF_8), other.id.getBytes(StandardCharsets.UTF_8));
    int byText = byId != 0 ? byId : Long.compare(text, other.text);
    return byText != 0 ? byText : Integer.compare(piece, other.piece);
  }

  static Occurrence earlier(Occurrence one, Occurrence other) {
    return one.compareTo(other) <= 0 ? one : other;
  }
}
