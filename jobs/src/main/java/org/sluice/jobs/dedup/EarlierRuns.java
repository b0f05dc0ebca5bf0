package org.sluice.jobs.dedup;

import static org.apache.spark.sql.functions.broadcast;
import static org.apache.spark.sql.functions.coalesce;
import static org.apache.spark.sql.functions.col;

import java.io.Serializable;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.apache.spark.api.java.JavaRDD;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.apache.spark.sql.SparkSession;
import org.sluice.base.UserError;
import org.sluice.jobs.tables.Item;
import org.sluice.jobs.tables.Schemas;
import org.sluice.jobs.tables.TableFormat;
import org.sluice.jobs.tables.Tables;

/**
 * The buckets of earlier runs, each with the row that stays for it. A row of this run that falls
 * into one joins the cluster of that row, so that what stays in all runs together is what would
 * stay if all rows were deduplicated at once. Earlier texts are never read.
 */
final class EarlierRuns {
  private static final int BROADCAST_KEYS = 20_000_000;

  private final SparkSession spark;
  private final List<Tables> runs = new ArrayList<>();

  /** Finds the tables of earlier runs by the runs' folders. */
  EarlierRuns(SparkSession spark, List<String> folders) {
    this.spark = spark;
    for (String folder : folders) {
      Tables delta = new Tables(spark, folder + "/tables", TableFormat.DELTA);
      Tables parquet = new Tables(spark, folder + "/tables", TableFormat.PARQUET);
      boolean isDelta = delta.version(Schemas.BUCKETS_TABLE).isPresent();
      if (!isDelta && !parquet.exists(Schemas.BUCKETS_TABLE)) {
        throw UserError.at(
            folder,
            "",
            "the run has no table " + Schemas.BUCKETS_TABLE,
            "run its dedup with keep_state: true");
      }
      runs.add(isDelta ? delta : parquet);
    }
  }

  /** Buckets of all earlier runs; a label that a later run displaced is that run's. */
  private Dataset<Row> buckets() {
    Dataset<Row> all = null;
    for (Tables run : runs) {
      if (all != null && run.exists(Schemas.DISPLACED_TABLE)) {
        Dataset<Row> moved = run.read(Schemas.DISPLACED_TABLE).toDF("old", "stays");
        all =
            all.join(moved, col("label").equalTo(col("old")), "left")
                .select(col("high"), col("low"), coalesce(col("stays"), col("label")).as("label"));
      }
      Dataset<Row> own = run.read(Schemas.BUCKETS_TABLE).select("high", "low", "label");
      all = all == null ? own : all.union(own);
    }
    return all;
  }

  /**
   * An earlier row that stays, as a member of clusters.
   *
   * @param edges pairs of a row of this run and the earlier row's number
   */
  record Touched(List<Member> labels, long[] edges) {}

  /**
   * The earlier rows that rows of this run meet.
   *
   * @param partitions of this run's rows; earlier rows get numbers behind them
   */
  Touched touched(JavaRDD<Item> signed, Clustering.Place place, boolean exact, int partitions) {
    JavaRDD<Row> keys =
        signed.mapPartitionsWithIndex(
            (partition, items) -> new Keys(partition, items, place, exact), false);
    Dataset<Row> sought =
        spark
            .createDataFrame(keys, Schemas.BUCKET_KEYS)
            .toDF("sought", "sought_low", "row", "is_text");
    // One long to look up by; of two, Spark makes bytes and hashes these for each earlier bucket.
    Column isSame =
        col("high")
            .equalTo(col("sought"))
            .and(col("low").bitwiseXOR(col("sought_low")).equalTo(0L));
    List<Row> met =
        buckets()
            .join(keys.count() <= BROADCAST_KEYS ? broadcast(sought) : sought, isSame)
            .select("row", "label", "high", "low", "is_text")
            .collectAsList();
    Map<String, long[]> texts = new TreeMap<>();
    for (Row row : met) {
      long[] text = row.getBoolean(4) ? new long[] {row.getLong(2), row.getLong(3)} : new long[2];
      texts.merge(row.getString(1), text, (one, other) -> one[0] == 0 && one[1] == 0 ? other : one);
    }
    List<Member> labels = new ArrayList<>();
    Map<String, Long> numbers = new HashMap<>();
    texts.forEach(
        (label, text) -> {
          long number = RowNumbers.of(partitions, labels.size());
          numbers.put(label, number);
          labels.add(new Member(number, label, new Signature(text[0], text[1], new long[0])));
        });
    Longs edges = new Longs();
    for (Row row : met) {
      edges.add(row.getLong(0));
      edges.add(numbers.get(row.getString(1)));
    }
    return new Touched(labels, edges.toArray());
  }

  /** The buckets of this run, each with the row that stays for it. */
  static Dataset<Row> buckets(
      SparkSession spark,
      JavaRDD<Item> signed,
      JavaRDD<Map<Long, String>> clusters,
      Clustering.Place place,
      boolean exact) {
    JavaRDD<Row> rows =
        signed.zipPartitions(
            clusters,
            (items, places) -> {
              Map<Long, String> own = places.next();
              Map<List<Long>, Row> buckets = new HashMap<>();
              for (long i = 0; items.hasNext(); i++) {
                Item item = items.next();
                Signature signature = Signature.of(item, place.signature());
                if (signature != null && item instanceof Item.Kept kept) {
                  String label = own.getOrDefault(i, (String) kept.values()[place.id()]);
                  for (long[] key : keys(signature, exact)) {
                    buckets.put(List.of(key[0], key[1]), RowFactory.create(key[0], key[1], label));
                  }
                }
              }
              return buckets.values().iterator();
            });
    return spark.createDataFrame(rows, Schemas.BUCKETS);
  }

  private static List<long[]> keys(Signature signature, boolean exact) {
    List<long[]> keys = new ArrayList<>();
    if (exact) {
      keys.add(new long[] {signature.high(), signature.low()});
    }
    for (int band = 0; band < signature.bands().length; band++) {
      keys.add(new long[] {signature.bands()[band], band});
    }
    return keys;
  }

  /** Rows of {@link Schemas#BUCKET_KEYS} for the rows of one partition. */
  private static final class Keys implements Iterator<Row>, Serializable {
    private static final long serialVersionUID = 1L;
    private final List<Row> rows = new ArrayList<>();
    private int next;

    Keys(int partition, Iterator<Item> items, Clustering.Place place, boolean exact) {
      for (long i = 0; items.hasNext(); i++) {
        Signature signature = Signature.of(items.next(), place.signature());
        if (signature != null) {
          long row = RowNumbers.of(partition, i);
          List<long[]> keys = keys(signature, exact);
          for (int k = 0; k < keys.size(); k++) {
            long[] key = keys.get(k);
            rows.add(RowFactory.create(key[0], key[1], row, exact && k == 0));
          }
        }
      }
    }

    @Override
    public boolean hasNext() {
      return next < rows.size();
    }

    @Override
    public Row next() {
      return rows.get(next++);
    }
  }

  /** Rows that go, by the partition they lie in; earlier ones are not among them. */
  static List<List<Duplicate>> byPartition(List<Duplicate> found, int partitions) {
    List<List<Duplicate>> dropped = new ArrayList<>();
    for (int i = 0; i < partitions; i++) {
      dropped.add(new ArrayList<>());
    }
    found.stream()
        .filter(row -> row.isDropped() && RowNumbers.partition(row.row()) < partitions)
        .forEach(row -> dropped.get(RowNumbers.partition(row.row())).add(row));
    return dropped;
  }

  /** Earlier rows that a row of this run displaces. */
  static List<Row> displaced(List<Duplicate> found, int partitions) {
    return found.stream()
        .filter(row -> row.isDropped() && RowNumbers.partition(row.row()) >= partitions)
        .map(row -> RowFactory.create(row.id(), row.representative()))
        .toList();
  }

  static long[] concatenated(long[] one, long[] other) {
    long[] both = Arrays.copyOf(one, one.length + other.length);
    System.arraycopy(other, 0, both, one.length, other.length);
    return both;
  }
}
