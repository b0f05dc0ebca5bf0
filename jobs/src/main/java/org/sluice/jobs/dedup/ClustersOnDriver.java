package org.sluice.jobs.dedup;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Clusters of few edges, in the driver's memory: union-find with path halving (Tarjan and van
 * Leeuwen 1984). Gives what {@link ClustersOnExecutors} gives.
 */
final class ClustersOnDriver {
  private final long[] rows;
  private final int[] parents;

  /**
   * Joins rows.
   *
   * @param edges pairs of row numbers
   */
  ClustersOnDriver(List<long[]> edges) {
    rows = edges.stream().flatMapToLong(Arrays::stream).sorted().distinct().toArray();
    parents = new int[rows.length];
    Arrays.setAll(parents, i -> i);
    for (long[] part : edges) {
      for (int i = 0; i < part.length; i += 2) {
        union(indexOf(part[i]), indexOf(part[i + 1]));
      }
    }
  }

  /** All rows that have an edge, ascending. */
  long[] rows() {
    return rows;
  }

  private int indexOf(long row) {
    return Arrays.binarySearch(rows, row);
  }

  private void union(int a, int b) {
    int rootA = root(a);
    int rootB = root(b);
    parents[Math.max(rootA, rootB)] = Math.min(rootA, rootB);
  }

  private int root(int at) {
    int i = at;
    while (parents[i] != i) {
      parents[i] = parents[parents[i]];
      i = parents[i];
    }
    return i;
  }

  /** Decides who stays, the first in {@code order}, given one member for each of {@link #rows}. */
  List<Duplicate> decide(List<Member> members, boolean exact, Comparator<Member> order) {
    Map<Integer, List<Member>> clusters = new HashMap<>();
    for (Member member : members) {
      clusters.computeIfAbsent(root(indexOf(member.row())), key -> new ArrayList<>()).add(member);
    }
    List<Duplicate> decided = new ArrayList<>();
    for (List<Member> cluster : clusters.values()) {
      cluster.sort(order);
      decide(cluster, exact, decided);
    }
    return decided;
  }

  private static void decide(List<Member> cluster, boolean exact, List<Duplicate> decided) {
    Member stays = cluster.get(0);
    Map<List<Long>, Member> firstOfText = new HashMap<>();
    for (Member member : cluster) {
      List<Long> text = List.of(member.signature().high(), member.signature().low());
      boolean isFirst = firstOfText.putIfAbsent(text, member) == null;
      String rule = exact && !isFirst ? Duplicate.EXACT : Duplicate.MINHASH;
      double score =
          member.hasSameText(stays)
              ? 1
              : Duplicate.score(member.signature().bands(), stays.signature().bands());
      decided.add(
          new Duplicate(
              member.row(),
              member.id(),
              stays.id(),
              cluster.size(),
              member.row() == stays.row() ? null : rule,
              score));
    }
  }
}
