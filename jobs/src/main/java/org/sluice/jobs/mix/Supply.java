package org.sluice.jobs.mix;

import java.io.Serializable;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import org.apache.spark.api.java.JavaRDD;

/** The sizes of the sources, and of the parts of them that hashes select. */
final class Supply {
  /** Numbers that a task holds: 32 MB. */
  private static final int MOST_BUCKETS = 1 << 22;

  private static final int MOST_BUCKETS_A_SOURCE = 1 << 16;

  private final JavaRDD<Amount> rows;
  private final long seed;

  /**
   * One row.
   *
   * @param size in the unit of the mixture
   */
  record Amount(String source, String id, long size) implements Serializable {}

  Supply(JavaRDD<Amount> rows, long seed) {
    this.rows = rows;
    this.seed = seed;
  }

  /** The size of each source. */
  SortedMap<String, Long> sizes() {
    SortedMap<String, Long> sizes = new TreeMap<>();
    sums(1, Map.of()).forEach((source, sum) -> sizes.put(source, sum[0]));
    return sizes;
  }

  /**
   * What gives the epochs of a plan, as nearly as whole buckets of rows allow, and never more.
   *
   * @param taken the sizes that this takes, by source
   */
  Map<String, Take> take(MixPlan plan, SortedMap<String, Long> taken) {
    Map<String, MixPlan.Part> parts = new HashMap<>(plan.parts());
    int buckets = 1;
    while (buckets < MOST_BUCKETS_A_SOURCE && 2L * buckets * parts.size() <= MOST_BUCKETS) {
      buckets *= 2;
    }
    Map<String, MixPlan.Part> broken = new HashMap<>(parts);
    broken.values().removeIf(part -> part.epochs() == Math.floor(part.epochs()));
    Map<String, long[]> sums = broken.isEmpty() ? Map.of() : sums(buckets, broken);
    Map<String, Take> takes = new HashMap<>();
    for (Map.Entry<String, MixPlan.Part> entry : parts.entrySet()) {
      MixPlan.Part part = entry.getValue();
      int always = (int) part.epochs();
      double wanted = (part.epochs() - always) * part.available();
      long[] own = sums.getOrDefault(entry.getKey(), new long[0]);
      long sum = 0;
      int below = 0;
      while (below < own.length && sum + own[below] <= wanted) {
        sum += own[below++];
      }
      takes.put(entry.getKey(), new Take(always, below, buckets));
      taken.put(entry.getKey(), always * part.available() + sum);
    }
    return takes;
  }

  /**
   * Sums by source and bucket.
   *
   * @param only the sources that are looked at; empty: all
   */
  private Map<String, long[]> sums(int buckets, Map<String, ?> only) {
    Set<String> wanted = Set.copyOf(only.keySet());
    long hashSeed = seed;
    return rows.mapPartitions(
            part -> {
              Map<String, long[]> sums = new HashMap<>();
              part.forEachRemaining(
                  row -> {
                    if (wanted.isEmpty() || wanted.contains(row.source())) {
                      long[] own = sums.computeIfAbsent(row.source(), s -> new long[buckets]);
                      own[Take.bucket(hashSeed, row.id(), buckets)] += row.size();
                    }
                  });
              return List.of(sums).iterator();
            })
        .treeAggregate(new HashMap<>(), Supply::added, Supply::added);
  }

  private static Map<String, long[]> added(Map<String, long[]> one, Map<String, long[]> other) {
    other.forEach(
        (source, sums) ->
            one.merge(
                source,
                sums,
                (a, b) -> {
                  for (int i = 0; i < a.length; i++) {
                    a[i] += b[i];
                  }
                  return a;
                }));
    return one;
  }
}
