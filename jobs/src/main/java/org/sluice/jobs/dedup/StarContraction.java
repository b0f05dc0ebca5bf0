package org.sluice.jobs.dedup;

import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.greatest;
import static org.apache.spark.sql.functions.least;
import static org.apache.spark.sql.functions.min;

import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;

/**
 * Connected components by alternating large-star and small-star (Kiveris et al. 2014, Connected
 * Components in MapReduce and Beyond), O(log² n) rounds. Edges are rows (a, b) of two longs; no
 * node's neighbours are ever held together in memory.
 */
final class StarContraction {
  private static final int MOST_ROUNDS = 100;

  private StarContraction() {}

  /**
   * The component of each node that has an edge.
   *
   * @param edges columns a and b
   * @return columns node and component, the smallest node of the component
   */
  static Dataset<Row> components(Dataset<Row> edges) {
    Dataset<Row> now = cut(edges.filter("a <> b").distinct());
    for (int round = 0; round < MOST_ROUNDS; round++) {
      Dataset<Row> next = cut(smallStar(largeStar(now)));
      boolean same = next.count() == now.count() && next.except(now).isEmpty();
      now = next;
      if (same) {
        Dataset<Row> centres = now.selectExpr("b AS node", "b AS component").distinct();
        return now.selectExpr("a AS node", "b AS component").union(centres);
      }
    }
    throw new IllegalStateException("Components did not settle in " + MOST_ROUNDS + " rounds");
  }

  /** Every larger neighbour of a node is joined to the node's smallest neighbour, or itself. */
  static Dataset<Row> largeStar(Dataset<Row> edges) {
    Dataset<Row> both = edges.union(edges.selectExpr("b AS a", "a AS b"));
    Dataset<Row> smallest =
        both.groupBy("a").agg(least(col("a"), min("b")).as("m")).withColumnRenamed("a", "node");
    return both.filter("b > a")
        .join(smallest, col("a").equalTo(col("node")))
        .selectExpr("b AS a", "m AS b")
        .distinct();
  }

  /** Every node and its smaller neighbours are joined to the smallest of these. */
  static Dataset<Row> smallStar(Dataset<Row> edges) {
    Dataset<Row> down =
        edges.select(greatest(col("a"), col("b")).as("a"), least(col("a"), col("b")).as("b"));
    Dataset<Row> smallest = down.groupBy("a").agg(min("b").as("m")).withColumnRenamed("a", "node");
    Dataset<Row> neighbours =
        down.join(smallest, col("a").equalTo(col("node"))).selectExpr("b AS a", "m AS b");
    return neighbours.union(smallest.selectExpr("node AS a", "m AS b")).filter("a <> b").distinct();
  }

  /** Cuts the lineage, which would double with every round. */
  private static Dataset<Row> cut(Dataset<Row> edges) {
    boolean durable = edges.sparkSession().sparkContext().getCheckpointDir().isDefined();
    return durable ? edges.checkpoint() : edges.localCheckpoint();
  }
}
