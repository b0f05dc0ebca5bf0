package org.sluice.jobs.parts;

import java.io.Serializable;
import java.util.HashMap;
import java.util.Map;

/** The first occurrences of parts that stand more than once, for the rows of one partition. */
final class FirstPlaces implements Serializable {
  private static final long serialVersionUID = 1L;

  private final Map<Long, Occurrence> firsts = new HashMap<>();

  void put(long key, Occurrence first) {
    firsts.put(key, first);
  }

  /** Whether the part has an occurrence before this one. */
  boolean isRepeat(long key, Occurrence at) {
    Occurrence first = firsts.get(key);
    return first != null && !first.equals(at);
  }
}
