package org.sluice.jobs.dedup;

import java.io.Serializable;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.HashMap;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;
import org.apache.spark.HashPartitioner;
import org.apache.spark.SparkContext;
import org.apache.spark.api.java.JavaRDD;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.broadcast.Broadcast;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.storage.StorageLevel;
import org.sluice.jobs.tables.Item;
import scala.Tuple2;

/** Finds the clusters among rows that carry their {@link Signature}. */
final class Clustering {
  private static final String STEP = "spark.jobGroup.id";
  private static final String DESCRIPTION = "spark.job.description";

  private final SparkSession spark;
  private final JavaRDD<Item> signed;
  private final Place place;
  private final boolean exact;

  /** Where id and signature stand in a row. */
  record Place(int id, int signature) implements Serializable {}

  /**
   * What was found.
   *
   * @param all the rows of all clusters
   * @param size how many these are
   * @param dropped those that go, one list for each partition of the signed rows
   */
  record Found(JavaRDD<Duplicate> all, long size, JavaRDD<List<Duplicate>> dropped) {}

  /** How many edges a partition has, and their ends where these are few enough to be sent along. */
  private record Edges(long count, long[] ends) implements Serializable {
    static Edges of(long[] ends, long most) {
      long count = ends.length / 2;
      return new Edges(count, count <= most ? ends : null);
    }
  }

  Clustering(SparkSession spark, JavaRDD<Item> signed, Place place, boolean exact) {
    this.spark = spark;
    this.signed = signed;
    this.place = place;
    this.exact = exact;
  }

  /**
   * Finds clusters.
   *
   * @param maxDriverEdges more edges than these never come to the driver
   */
  Found find(long maxDriverEdges) {
    JavaRDD<long[]> edges =
        new Stars(place.signature(), exact).edges(signed).persist(StorageLevel.MEMORY_AND_DISK());
    try {
      long most = maxDriverEdges / Math.max(1, signed.getNumPartitions());
      List<Edges> parts = edges.map(part -> Edges.of(part, most)).collect();
      boolean few = parts.stream().mapToLong(Edges::count).sum() <= maxDriverEdges;
      boolean here = parts.stream().allMatch(part -> part.ends() != null);
      return joining(
          () -> {
            if (!few) {
              return onExecutors(edges);
            }
            return onDriver(here ? parts.stream().map(Edges::ends).toList() : edges.collect());
          });
    } finally {
      edges.unpersist(false);
    }
  }

  /**
   * Finds clusters that earlier runs have begun. Joined on the driver: new rows are few beside
   * them.
   *
   * @param stays which row of a cluster
   * @param displaced takes the rows of earlier runs that go
   */
  Found find(EarlierRuns earlier, DedupOptions.Stays stays, List<Row> displaced) {
    int partitions = signed.getNumPartitions();
    EarlierRuns.Touched touched = earlier.touched(signed, place, exact, partitions);
    List<long[]> edges =
        new ArrayList<>(new Stars(place.signature(), exact).edges(signed).collect());
    edges.add(touched.edges());
    return joining(() -> withEarlier(touched, edges, stays, displaced));
  }

  private Found withEarlier(
      EarlierRuns.Touched touched,
      List<long[]> edges,
      DedupOptions.Stays stays,
      List<Row> displaced) {
    int partitions = signed.getNumPartitions();
    ClustersOnDriver clusters = new ClustersOnDriver(edges);
    JavaSparkContext context = JavaSparkContext.fromSparkContext(spark.sparkContext());
    Broadcast<long[]> rows = context.broadcast(clusters.rows());
    List<Member> members = new ArrayList<>(members(rows).collect());
    members.addAll(touched.labels());
    List<Duplicate> found = clusters.decide(members, exact, Member.order(stays, partitions));
    rows.unpersist(false);
    displaced.addAll(EarlierRuns.displaced(found, partitions));
    return new Found(
        context.parallelize(found, 1),
        found.size(),
        context.parallelize(EarlierRuns.byPartition(found, partitions), partitions));
  }

  /** Says to Spark's UI and to who watches the step that the buckets are done. */
  private Found joining(Supplier<Found> work) {
    SparkContext context = spark.sparkContext();
    String before = context.getLocalProperty(DESCRIPTION);
    String step = context.getLocalProperty(STEP);
    context.setJobDescription(step == null ? before : step + ": join clusters");
    try {
      return work.get();
    } finally {
      context.setJobDescription(before);
    }
  }

  /** For each partition of the rows, by their place in it, the row that stays for them. */
  static JavaRDD<Map<Long, String>> staying(JavaRDD<Duplicate> found, int partitions) {
    return found
        .filter(row -> RowNumbers.partition(row.row()) < partitions)
        .mapToPair(
            row ->
                new Tuple2<>(
                    RowNumbers.partition(row.row()),
                    new Tuple2<>(RowNumbers.place(row.row()), row.representative())))
        .partitionBy(new HashPartitioner(partitions))
        .mapPartitions(Clustering::byPlace);
  }

  private static Iterator<Map<Long, String>> byPlace(
      Iterator<Tuple2<Integer, Tuple2<Long, String>>> rows) {
    Map<Long, String> places = new HashMap<>();
    rows.forEachRemaining(row -> places.put(row._2()._1(), row._2()._2()));
    return List.of(places).iterator();
  }

  private Found onDriver(List<long[]> edges) {
    ClustersOnDriver clusters = new ClustersOnDriver(edges);
    JavaSparkContext context = JavaSparkContext.fromSparkContext(spark.sparkContext());
    Broadcast<long[]> rows = context.broadcast(clusters.rows());
    List<Duplicate> found = clusters.decide(members(rows).collect(), exact, Member.ORDER);
    rows.unpersist(false);
    int partitions = signed.getNumPartitions();
    List<List<Duplicate>> dropped = new ArrayList<>();
    for (int i = 0; i < partitions; i++) {
      dropped.add(new ArrayList<>());
    }
    for (Duplicate duplicate : found) {
      if (duplicate.isDropped()) {
        dropped.get(RowNumbers.partition(duplicate.row())).add(duplicate);
      }
    }
    return new Found(
        context.parallelize(found, 1), found.size(), context.parallelize(dropped, partitions));
  }

  private Found onExecutors(JavaRDD<long[]> edges) {
    JavaRDD<Duplicate> found =
        new ClustersOnExecutors(spark)
            .decide(edges, members(null), exact)
            .persist(StorageLevel.MEMORY_AND_DISK());
    long size = found.count(); // edges are given back when this returns
    JavaRDD<List<Duplicate>> dropped =
        found
            .filter(Duplicate::isDropped)
            .mapToPair(row -> new Tuple2<>(RowNumbers.partition(row.row()), row))
            .partitionBy(new HashPartitioner(signed.getNumPartitions()))
            .mapPartitions(Clustering::inOneList);
    return new Found(found, size, dropped);
  }

  private static Iterator<List<Duplicate>> inOneList(Iterator<Tuple2<Integer, Duplicate>> rows) {
    List<Duplicate> own = new ArrayList<>();
    rows.forEachRemaining(row -> own.add(row._2()));
    return List.of(own).iterator();
  }

  /** The rows that have one of these numbers, ascending; all rows when there is no list. */
  private JavaRDD<Member> members(Broadcast<long[]> wanted) {
    Place at = place;
    return signed.mapPartitionsWithIndex(
        (partition, items) -> {
          List<Member> members = new ArrayList<>();
          for (long i = 0; items.hasNext(); i++) {
            Item item = items.next();
            long row = RowNumbers.of(partition, i);
            Signature signature = Signature.of(item, at.signature());
            if (signature != null
                && item instanceof Item.Kept kept
                && (wanted == null || Arrays.binarySearch(wanted.value(), row) >= 0)) {
              members.add(new Member(row, (String) kept.values()[at.id()], signature));
            }
          }
          return Collections.unmodifiableList(members).iterator();
        },
        false);
  }
}
