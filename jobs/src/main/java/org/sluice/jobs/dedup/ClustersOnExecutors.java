package org.sluice.jobs.dedup;

import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.count;
import static org.apache.spark.sql.functions.lit;
import static org.apache.spark.sql.functions.min;
import static org.apache.spark.sql.functions.struct;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Iterator;
import java.util.List;
import org.apache.spark.api.java.JavaRDD;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.expressions.Window;
import org.apache.spark.sql.expressions.WindowSpec;
import org.apache.spark.sql.types.StructType;

/** Clusters of any number of edges. Only row numbers, ids and hashes are shuffled. */
final class ClustersOnExecutors {
  private static final StructType EDGE = StructType.fromDDL("a BIGINT, b BIGINT");
  private static final StructType MEMBER =
      StructType.fromDDL("row BIGINT, id STRING, high BIGINT, low BIGINT, bands ARRAY<BIGINT>");

  private final SparkSession spark;

  ClustersOnExecutors(SparkSession spark) {
    this.spark = spark;
  }

  /**
   * Decides who stays.
   *
   * @param edges pairs of row numbers
   * @param members all rows
   */
  JavaRDD<Duplicate> decide(JavaRDD<long[]> edges, JavaRDD<Member> members, boolean exact) {
    Dataset<Row> pairs = spark.createDataFrame(edges.flatMap(ClustersOnExecutors::pairs), EDGE);
    Dataset<Row> nodes = StarContraction.components(pairs);
    Dataset<Row> all = spark.createDataFrame(members.map(ClustersOnExecutors::toRow), MEMBER);
    WindowSpec cluster = Window.partitionBy("component");
    WindowSpec text = Window.partitionBy("component", "high", "low");
    return all.join(nodes, col("row").equalTo(col("node")))
        .withColumn("stays", min(struct("id", "high", "low", "row", "bands")).over(cluster))
        .withColumn("size", count(lit(1)).over(cluster))
        .withColumn("first", min(struct("id", "row")).over(text))
        .select("row", "id", "high", "low", "bands", "stays", "size", "first")
        .toJavaRDD()
        .map(row -> toDuplicate(row, exact));
  }

  private static Iterator<Row> pairs(long[] edges) {
    List<Row> rows = new ArrayList<>(edges.length / 2);
    for (int i = 0; i < edges.length; i += 2) {
      rows.add(RowFactory.create(edges[i], edges[i + 1]));
    }
    return rows.iterator();
  }

  private static Row toRow(Member member) {
    Signature signature = member.signature();
    Long[] bands = Arrays.stream(signature.bands()).boxed().toArray(Long[]::new);
    return RowFactory.create(member.row(), member.id(), signature.high(), signature.low(), bands);
  }

  private static Duplicate toDuplicate(Row row, boolean exact) {
    Row stays = row.getStruct(5);
    boolean isFirst = row.getStruct(7).getLong(1) == row.getLong(0);
    String rule = exact && !isFirst ? Duplicate.EXACT : Duplicate.MINHASH;
    boolean sameText = row.getLong(2) == stays.getLong(1) && row.getLong(3) == stays.getLong(2);
    double score = sameText ? 1 : Duplicate.score(longs(row, 4), longs(stays, 4));
    return new Duplicate(
        row.getLong(0),
        row.getString(1),
        stays.getString(0),
        row.getLong(6),
        stays.getLong(3) == row.getLong(0) ? null : rule,
        score);
  }

  private static long[] longs(Row row, int at) {
    return row.<Long>getList(at).stream().mapToLong(Long::longValue).toArray();
  }
}
