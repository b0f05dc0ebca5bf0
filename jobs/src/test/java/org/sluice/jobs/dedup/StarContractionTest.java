package org.sluice.jobs.dedup;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.TreeMap;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.apache.spark.sql.types.StructType;
import org.junit.jupiter.api.Test;
import org.sluice.jobs.Fixture;

class StarContractionTest {
  private static final StructType EDGE = StructType.fromDDL("a BIGINT, b BIGINT");

  @Test
  void chainsTreesAndRingsAreFoundAsByUnionFind() {
    Random random = new Random(3);
    List<long[]> edges = new ArrayList<>();
    for (long i = 0; i < 40; i++) {
      edges.add(new long[] {i, i + 1}); // a chain of 41
    }
    for (long i = 0; i < 60; i++) {
      edges.add(new long[] {100 + random.nextInt(80), 100 + random.nextInt(80)});
    }
    List<Row> rows = new ArrayList<>();
    edges.forEach(edge -> rows.add(RowFactory.create(edge[0], edge[1])));
    TreeMap<Long, Long> found = new TreeMap<>();
    StarContraction.components(Fixture.local().createDataFrame(rows, EDGE))
        .collectAsList()
        .forEach(row -> found.put(row.getLong(0), row.getLong(1)));
    assertThat(found).isEqualTo(byRelaxation(edges));
  }

  /** The smallest node that each can reach; loops alone have no edge to another. */
  private static TreeMap<Long, Long> byRelaxation(List<long[]> edges) {
    TreeMap<Long, Long> smallest = new TreeMap<>();
    edges.stream()
        .filter(e -> e[0] != e[1])
        .forEach(
            e -> {
              smallest.put(e[0], e[0]);
              smallest.put(e[1], e[1]);
            });
    for (int round = 0; round < 200; round++) {
      for (long[] edge : edges) {
        if (edge[0] != edge[1]) {
          long least = Math.min(smallest.get(edge[0]), smallest.get(edge[1]));
          smallest.put(edge[0], least);
          smallest.put(edge[1], least);
        }
      }
    }
    return smallest;
  }
}
