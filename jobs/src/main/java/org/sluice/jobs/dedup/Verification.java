package org.sluice.jobs.dedup;

import java.io.Serializable;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import org.apache.spark.HashPartitioner;
import org.apache.spark.Partitioner;
import org.apache.spark.TaskContext;
import org.apache.spark.api.java.JavaPairRDD;
import org.apache.spark.api.java.JavaRDD;
import org.apache.spark.storage.StorageLevel;
import org.sluice.jobs.Fields;
import org.sluice.jobs.tables.Item;
import scala.Tuple2;

/**
 * Compares the rows of each cluster that keys have joined. In the order of ids, a row joins the
 * first one that stays, shares a key with it and is alike enough; else it stays itself. So every
 * row that goes is alike to the one that stays for it, whatever the partitioning.
 *
 * <p>Only rows of clusters are compared, and what travels of them is what is compared; the rows of
 * a cluster come sorted, and only those that stay are held.
 */
final class Verification implements Serializable {
  private static final long serialVersionUID = 1L;

  private final Sketch sketch;
  private final Fields fields;
  private final Clustering.Place place;
  private final boolean exact;

  Verification(Sketch sketch, Fields fields, Clustering.Place place, boolean exact) {
    this.sketch = sketch;
    this.fields = fields;
    this.place = place;
    this.exact = exact;
  }

  /** The place of a row in the order of comparing. */
  private record Key(String cluster, Member member) implements Serializable {}

  private static final class Order implements Comparator<Key>, Serializable {
    private static final long serialVersionUID = 1L;

    @Override
    public int compare(Key one, Key other) {
      int byCluster = one.cluster().compareTo(other.cluster());
      return byCluster != 0 ? byCluster : Member.ORDER.compare(one.member(), other.member());
    }
  }

  private static final class ByCluster extends Partitioner {
    private static final long serialVersionUID = 1L;
    private final int partitions;

    ByCluster(int partitions) {
      this.partitions = partitions;
    }

    @Override
    public int numPartitions() {
      return partitions;
    }

    @Override
    public int getPartition(Object key) {
      return Math.floorMod(((Key) key).cluster().hashCode(), partitions);
    }

    @Override
    public boolean equals(Object other) {
      return other instanceof ByCluster same && same.partitions == partitions;
    }

    @Override
    public int hashCode() {
      return partitions;
    }
  }

  /** The same for the rows that are alike. */
  Clustering.Found verified(JavaRDD<Item> signed, Clustering.Found found) {
    int partitions = signed.getNumPartitions();
    JavaRDD<Map<Long, String>> clusters = Clustering.staying(found.all(), partitions);
    JavaPairRDD<Key, long[]> rows =
        signed
            .zipPartitions(clusters, this::candidates)
            .mapToPair(candidate -> candidate)
            .repartitionAndSortWithinPartitions(new ByCluster(partitions), new Order());
    JavaRDD<Duplicate> all =
        rows.mapPartitions(this::compare).persist(StorageLevel.MEMORY_AND_DISK());
    JavaRDD<List<Duplicate>> dropped =
        all.filter(Duplicate::isDropped)
            .mapToPair(row -> new Tuple2<>(RowNumbers.partition(row.row()), row))
            .partitionBy(new HashPartitioner(partitions))
            .mapPartitions(Verification::inOneList);
    return new Clustering.Found(all, all.count(), dropped);
  }

  private static Iterator<List<Duplicate>> inOneList(Iterator<Tuple2<Integer, Duplicate>> rows) {
    List<Duplicate> own = new ArrayList<>();
    rows.forEachRemaining(row -> own.add(row._2()));
    return List.of(own).iterator();
  }

  private Iterator<Tuple2<Key, long[]>> candidates(
      Iterator<Item> items, Iterator<Map<Long, String>> clusters) {
    Map<Long, String> places = clusters.next();
    int partition = TaskContext.getPartitionId();
    List<Tuple2<Key, long[]>> candidates = new ArrayList<>();
    for (long i = 0; items.hasNext(); i++) {
      Item item = items.next();
      String cluster = places.get(i);
      if (cluster != null && item instanceof Item.Kept kept) {
        Object[] row = kept.values();
        Member member =
            new Member(
                RowNumbers.of(partition, i),
                (String) row[place.id()],
                Signature.of(item, place.signature()));
        long[] content = sketch.content(fields.joined(row), fields.language(row));
        candidates.add(new Tuple2<>(new Key(cluster, member), content));
      }
    }
    return candidates.iterator();
  }

  private Iterator<Duplicate> compare(Iterator<Tuple2<Key, long[]>> rows) {
    List<Duplicate> all = new ArrayList<>();
    Cluster cluster = null;
    while (rows.hasNext()) {
      Tuple2<Key, long[]> row = rows.next();
      if (cluster == null || !cluster.name.equals(row._1().cluster())) {
        if (cluster != null) {
          cluster.finish(all);
        }
        cluster = new Cluster(row._1().cluster());
      }
      cluster.add(row._1().member(), row._2());
    }
    if (cluster != null) {
      cluster.finish(all);
    }
    return all.iterator();
  }

  /** One cluster while its rows come by. */
  private final class Cluster {
    private final String name;
    private final List<Member> staying = new ArrayList<>();
    private final List<long[]> contents = new ArrayList<>();
    private final List<Long> sizes = new ArrayList<>();
    private final Map<Long, List<Integer>> byKey = new HashMap<>(); // key to those that stay
    private final List<Going> going = new ArrayList<>();

    /** A row that goes, for the one that stays at this place. */
    private record Going(Member member, int stays, double likeness) {}

    Cluster(String name) {
      this.name = name;
    }

    void add(Member member, long[] content) {
      for (long key : keys(member)) {
        for (int candidate : byKey.getOrDefault(key, List.of())) {
          boolean same = exact && member.hasSameText(staying.get(candidate));
          double likeness = same ? 1 : sketch.likeness(content, contents.get(candidate));
          if (likeness >= sketch.threshold()) {
            going.add(new Going(member, candidate, likeness));
            sizes.set(candidate, sizes.get(candidate) + 1);
            return;
          }
        }
      }
      for (long key : keys(member)) {
        byKey.computeIfAbsent(key, k -> new ArrayList<>()).add(staying.size());
      }
      staying.add(member);
      contents.add(content);
      sizes.add(1L);
    }

    private long[] keys(Member member) {
      long[] bands = member.signature().bands();
      long[] keys = new long[bands.length + 1];
      keys[0] = member.signature().high();
      for (int i = 0; i < bands.length; i++) {
        keys[i + 1] = bands[i] * 31 + i;
      }
      return keys;
    }

    void finish(List<Duplicate> all) {
      for (int i = 0; i < staying.size(); i++) {
        if (sizes.get(i) > 1) {
          Member own = staying.get(i);
          all.add(new Duplicate(own.row(), own.id(), own.id(), sizes.get(i), null, 1));
        }
      }
      for (Going row : going) {
        Member stays = staying.get(row.stays());
        boolean same = exact && row.member().hasSameText(stays);
        all.add(
            new Duplicate(
                row.member().row(),
                row.member().id(),
                stays.id(),
                sizes.get(row.stays()),
                same ? Duplicate.EXACT : sketch.rule(),
                row.likeness()));
      }
    }
  }
}
