package org.sluice.jobs.dedup;

import java.io.Serializable;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Comparator;

/** A row that shares a bucket with another one, without its text. */
record Member(long row, String id, Signature signature) implements Serializable {
  /**
   * Which row of a cluster stays: the smallest id in the order of its UTF-8 bytes, as Spark SQL
   * compares strings; rows of one id by their text's hash, which no partitioning changes.
   */
  static final Comparator<Member> ORDER =
      Comparator.comparing(Member::idBytes, Arrays::compareUnsigned)
          .thenComparing(member -> member.signature().high())
          .thenComparing(member -> member.signature().low())
          .thenComparing(Member::row);

  /**
   * The same, but of rows of one id one of an earlier run stays: the row has come again.
   *
   * @param partitions of this run's rows; earlier ones have numbers behind them
   */
  static Comparator<Member> earlierFirst(int partitions) {
    return Comparator.comparing(Member::idBytes, Arrays::compareUnsigned)
        .thenComparing(member -> RowNumbers.partition(member.row()) < partitions)
        .thenComparing(ORDER);
  }

  private byte[] idBytes() {
    return id.getBytes(StandardCharsets.UTF_8);
  }

  boolean hasSameText(Member other) {
    return signature.high() == other.signature.high() && signature.low() == other.signature.low();
  }
}
