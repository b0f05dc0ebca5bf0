package org.sluice.jobs.dedup;

import java.io.Serializable;

/**
 * A row of a cluster.
 *
 * @param representative id of the row that stays
 * @param size rows of the cluster
 * @param rule why it is dropped, {@link #EXACT} or {@link #MINHASH}; null of the row that stays
 * @param score share of its bands that equal the representative's; rows joined by a third one may
 *     have none in common
 */
record Duplicate(long row, String id, String representative, long size, String rule, double score)
    implements Serializable {
  static final String EXACT = "exact";
  static final String MINHASH = "minhash";

  boolean isDropped() {
    return rule != null;
  }

  /** Share of equal bands, 0 to 1. */
  static double score(long[] bands, long[] others) {
    if (bands.length == 0 || bands.length != others.length) {
      return 0;
    }
    int equal = 0;
    for (int i = 0; i < bands.length; i++) {
      equal += bands[i] == others[i] ? 1 : 0;
    }
    return equal / (double) bands.length;
  }
}
