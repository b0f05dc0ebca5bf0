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
   * The same with rows of earlier runs, which stay in any case, or else where ids are equal: the
   * row has come again.
   *
   * @param partitions of this run's rows; earlier ones have numbers behind them
   */
  static Comparator<Member> order(DedupOptions.Stays stays, int partitions) {
    Comparator<Member> earlier =
        Comparator.comparing(member -> RowNumbers.partition(member.row()) < partitions);
    Comparator<Member> byId = Comparator.comparing(Member::idBytes, Arrays::compareUnsigned);
    return switch (stays) {
      case SMALLEST_ID -> byId.thenComparing(earlier).thenComparing(ORDER);
      case EARLIER -> earlier.thenComparing(ORDER);
    };
  }

  private byte[] idBytes() {
    return id.getBytes(StandardCharsets.UTF_8);
  }

  boolean hasSameText(Member other) {
    return signature.high() == other.signature.high() && signature.low() == other.signature.low();
  }
}
