package org.sluice.jobs.tokenize;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.HashMap;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import org.apache.spark.HashPartitioner;
import org.apache.spark.api.java.JavaRDD;
import org.apache.spark.sql.Row;
import org.sluice.jobs.tokenize.TokenizeOptions.Packing;
import scala.Tuple2;

/**
 * Blocks that follow the order of their samples' rows: block_id rises with it. The order is cut
 * into parts of so many tokens, each packed by itself, so that neither the number of partitions nor
 * the way rows lie in them changes a block.
 */
final class OrderedBlocks {
  /** Tokens are summed over at most so many runs of places on the driver. */
  private static final long RUNS = 1 << 16;

  private static final Comparator<Tuple2<Long, Sample>> ORDER =
      Comparator.comparingLong((Tuple2<Long, Sample> placed) -> placed._1())
          .thenComparing(placed -> placed._2().id());

  private OrderedBlocks() {}

  /**
   * The blocks.
   *
   * @param samples with the places of their rows
   * @param count of the samples
   */
  static JavaRDD<Row> of(
      JavaRDD<Tuple2<Long, Sample>> samples, long count, int maxLength, Packing packing) {
    long run = count / RUNS + 1;
    SortedMap<Long, Long> tokens = new TreeMap<>();
    samples
        .mapToPair(placed -> new Tuple2<>(placed._1() / run, (long) placed._2().length()))
        .reduceByKey(Long::sum)
        .collect()
        .forEach(sum -> tokens.put(sum._1(), sum._2()));
    long[] starts = starts(tokens);
    return samples
        .mapToPair(placed -> new Tuple2<>(part(starts, placed._1() / run), placed))
        .partitionBy(new HashPartitioner(starts.length))
        .mapPartitions(part -> pack(part, maxLength, packing));
  }

  /** The first run of each part. */
  private static long[] starts(SortedMap<Long, Long> tokens) {
    List<Long> starts = new ArrayList<>();
    long held = Blocks.TOKENS_A_PART;
    for (var run : tokens.entrySet()) {
      if (held >= Blocks.TOKENS_A_PART) {
        starts.add(run.getKey());
        held = 0;
      }
      held += run.getValue();
    }
    return starts.stream().mapToLong(Long::longValue).toArray();
  }

  private static int part(long[] starts, long run) {
    int found = Arrays.binarySearch(starts, run);
    return found >= 0 ? found : -found - 2; // the part that begins before it
  }

  private static Iterator<Row> pack(
      Iterator<Tuple2<Integer, Tuple2<Long, Sample>>> part, int maxLength, Packing packing) {
    List<Tuple2<Long, Sample>> placed = new ArrayList<>();
    int number = 0;
    while (part.hasNext()) {
      Tuple2<Integer, Tuple2<Long, Sample>> next = part.next();
      number = next._1();
      placed.add(next._2());
    }
    placed.sort(ORDER);
    List<Sample> samples = new ArrayList<>();
    Map<String, Long> places = new HashMap<>();
    for (Tuple2<Long, Sample> row : placed) {
      samples.addAll(Blocks.pieces(row._2(), maxLength));
      places.put(row._2().id(), row._1());
    }
    List<List<Sample>> blocks =
        switch (packing) {
          case BEST_FIT -> BestFit.packInOrder(samples, maxLength);
          case NONE -> samples.stream().map(List::of).toList();
        };
    return Blocks.rows(number, blocks, places);
  }
}
