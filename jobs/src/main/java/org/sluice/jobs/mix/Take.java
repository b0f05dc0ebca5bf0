package org.sluice.jobs.mix;

import java.io.Serializable;
import org.sluice.text.dedup.ContentHash;

/**
 * Which rows of a source are taken: all of them a number of times, and those with a small hash once
 * more. The hash is of seed and id, so that the same rows are taken whatever else is in the table,
 * and a larger mixture holds the smaller one.
 *
 * @param always how often each row is taken
 * @param below rows with a bucket below this one are taken once more
 * @param buckets of the hash
 */
record Take(int always, int below, int buckets) implements Serializable {
  private static final double UNIT = 0x1p-53;

  /** A number that a row is given, the same in each run, evenly in [0, 1). */
  static double number(long seed, String purpose, String id) {
    return (hash(seed, purpose, id) >>> 11) * UNIT;
  }

  /** A hash for one purpose; those for different purposes have nothing in common. */
  static long hash(long seed, String purpose, String id) {
    return ContentHash.of(seed + "\0" + purpose + "\0" + id).high();
  }

  /** The bucket of a row. */
  static int bucket(long seed, String id, int buckets) {
    return (int) (number(seed, "take", id) * buckets);
  }

  /** How often a row is taken. */
  int times(long seed, String id) {
    return always + (bucket(seed, id, buckets) < below ? 1 : 0);
  }
}
