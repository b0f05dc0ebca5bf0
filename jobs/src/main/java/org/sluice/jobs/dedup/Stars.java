package org.sluice.jobs.dedup;

import java.io.Serializable;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import org.apache.spark.HashPartitioner;
import org.apache.spark.api.java.JavaRDD;
import org.sluice.jobs.tables.Item;
import scala.Tuple2;

/**
 * Finds the rows that share a bucket: a band, or the hash of the whole text. Each bucket becomes a
 * star, edges from its smallest row to all others, never all pairs.
 *
 * <p>Each map task sends only the smallest of its own rows of a bucket, so no bucket arrives with
 * more entries than there are map tasks, however many rows share some boilerplate. What travels is
 * three longs an entry.
 */
final class Stars implements Serializable {
  private final int signatureAt;
  private final boolean exact;

  /**
   * Stars of rows that carry their signature.
   *
   * @param signatureAt the place of the {@link Signature} in a row
   * @param exact whether equal texts share a bucket
   */
  Stars(int signatureAt, boolean exact) {
    this.signatureAt = signatureAt;
    this.exact = exact;
  }

  /** What a map task sends to a reduce task. {@code entries} are triples, {@code edges} pairs. */
  private record Chunk(long[] entries, long[] edges) implements Serializable {}

  /** Edges as pairs (smaller row number, larger row number), an array a partition. */
  JavaRDD<long[]> edges(JavaRDD<Item> rows) {
    int reducers = rows.getNumPartitions();
    return rows.mapPartitionsWithIndex(
            (partition, items) -> ownStars(partition, items, reducers), false)
        .mapToPair(chunk -> chunk)
        .partitionBy(new HashPartitioner(reducers))
        .mapPartitions(Stars::join);
  }

  private Iterator<Tuple2<Integer, Chunk>> ownStars(
      int partition, Iterator<Item> items, int reducers) {
    PairTable buckets = new PairTable();
    Longs edges = new Longs();
    for (long place = 0; items.hasNext(); place++) {
      Signature signature = Signature.of(items.next(), signatureAt);
      if (signature != null) {
        put(signature, RowNumbers.of(partition, place), buckets, edges);
      }
    }
    Longs[] entries = new Longs[reducers];
    buckets.forEach(
        (high, low, row) -> {
          int reducer = (int) Long.remainderUnsigned(PairTable.mix(high, low), reducers);
          if (entries[reducer] == null) {
            entries[reducer] = new Longs();
          }
          entries[reducer].add(high);
          entries[reducer].add(low);
          entries[reducer].add(row);
        });
    List<Tuple2<Integer, Chunk>> chunks = new ArrayList<>();
    for (int i = 0; i < reducers; i++) {
      if (entries[i] != null) {
        chunks.add(new Tuple2<>(i, new Chunk(entries[i].toArray(), new long[0])));
      }
    }
    if (!edges.isEmpty()) {
      chunks.add(new Tuple2<>(partition, new Chunk(new long[0], edges.toArray())));
    }
    return chunks.iterator();
  }

  private void put(Signature signature, long row, PairTable buckets, Longs edges) {
    if (exact) {
      putBucket(signature.high(), signature.low(), row, buckets, edges);
    }
    for (int band = 0; band < signature.bands().length; band++) {
      putBucket(signature.bands()[band], band, row, buckets, edges);
    }
  }

  private static void putBucket(long high, long low, long row, PairTable buckets, Longs edges) {
    long first = buckets.putIfAbsent(high, low, row);
    if (first != PairTable.NONE) {
      edges.add(first);
      edges.add(row);
    }
  }

  /** Joins the stars of all map tasks. Rows that share several bands give their edge once. */
  private static Iterator<long[]> join(Iterator<Tuple2<Integer, Chunk>> chunks) {
    List<Chunk> own = new ArrayList<>();
    PairTable buckets = new PairTable();
    while (chunks.hasNext()) {
      Chunk chunk = chunks.next()._2();
      own.add(chunk);
      long[] entries = chunk.entries();
      for (int i = 0; i < entries.length; i += 3) {
        buckets.putMin(entries[i], entries[i + 1], entries[i + 2]);
      }
    }
    PairTable seen = new PairTable();
    Longs edges = new Longs();
    for (Chunk chunk : own) {
      long[] entries = chunk.entries();
      for (int i = 0; i < entries.length; i += 3) {
        long first = buckets.get(entries[i], entries[i + 1]);
        addOnce(first, entries[i + 2], seen, edges);
      }
      for (int i = 0; i < chunk.edges().length; i += 2) {
        addOnce(chunk.edges()[i], chunk.edges()[i + 1], seen, edges);
      }
    }
    return List.of(edges.toArray()).iterator();
  }

  private static void addOnce(long first, long other, PairTable seen, Longs edges) {
    if (first != other && seen.putIfAbsent(first, other, 0) == PairTable.NONE) {
      edges.add(first);
      edges.add(other);
    }
  }
}
