package org.sluice.jobs.mix;

import java.io.Serializable;
import java.util.Comparator;

/**
 * Where a row stands in the mixture.
 *
 * @param part rows of a smaller one come first
 * @param rank by the curriculum
 * @param hash decides among equals
 * @param id decides when the hashes of two are equal
 */
record Place(int part, double rank, long hash, String id)
    implements Comparable<Place>, Serializable {
  private static final Comparator<Place> ORDER =
      Comparator.comparingInt(Place::part)
          .thenComparingDouble(Place::rank)
          .thenComparingLong(Place::hash)
          .thenComparing(Place::id);

  @Override
  public int compareTo(Place other) {
    return ORDER.compare(this, other);
  }
}
