package org.sluice.jobs.tokenize;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import org.apache.spark.HashPartitioner;
import org.apache.spark.api.java.JavaRDD;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.sluice.jobs.tokenize.TokenizeOptions.Packing;
import org.sluice.text.dedup.ContentHash;
import scala.Tuple2;

/**
 * Rows of the table blocks out of samples. Samples are dealt to parts by a hash of their id, as
 * many parts as the number of all tokens asks for; each part is packed by itself. So the blocks are
 * the same however the samples were spread.
 */
final class Blocks {
  /** Some 32 MB of ids and labels are held while a part is packed. */
  static final long TOKENS_A_PART = 4_000_000;

  private static final int PART_SHIFT = 32;

  private Blocks() {}

  /**
   * The blocks, by number within each partition.
   *
   * @param tokens of all samples
   */
  static JavaRDD<Row> of(JavaRDD<Sample> samples, long tokens, int maxLength, Packing packing) {
    int parts = (int) (tokens / TOKENS_A_PART + 1);
    return samples
        .flatMap(sample -> pieces(sample, maxLength).iterator())
        .mapToPair(sample -> new Tuple2<>(part(sample.id(), parts), sample))
        .partitionBy(new HashPartitioner(parts))
        .mapPartitions(part -> pack(part, maxLength, packing));
  }

  private static int part(String id, int parts) {
    return (int) Long.remainderUnsigned(ContentHash.of(id).high(), parts);
  }

  /** A sample that is longer than a block is cut; the first token of a piece is only read. */
  static List<Sample> pieces(Sample sample, int maxLength) {
    if (sample.length() <= maxLength) {
      return List.of(sample);
    }
    List<Sample> pieces = new ArrayList<>();
    for (int at = 0; at < sample.length(); at += maxLength) {
      int end = Math.min(sample.length(), at + maxLength);
      pieces.add(
          new Sample(
              sample.id(),
              Arrays.copyOfRange(sample.inputIds(), at, end),
              Arrays.copyOfRange(sample.labels(), at, end)));
    }
    return pieces;
  }

  private static Iterator<Row> pack(
      Iterator<Tuple2<Integer, Sample>> part, int maxLength, Packing packing) {
    List<Sample> samples = new ArrayList<>();
    int number = 0;
    while (part.hasNext()) {
      Tuple2<Integer, Sample> sample = part.next();
      number = sample._1();
      samples.add(sample._2());
    }
    List<List<Sample>> blocks =
        switch (packing) {
          case BEST_FIT -> BestFit.pack(samples, maxLength);
          case NONE -> oneEach(samples);
        };
    return rows(number, blocks, Map.of());
  }

  /**
   * Rows of the table.
   *
   * @param part number of the part, which block_id begins with
   * @param places of rows by id; none where no order is kept
   */
  static Iterator<Row> rows(int part, List<List<Sample>> blocks, Map<String, Long> places) {
    long firstId = (long) part << PART_SHIFT;
    List<Row> rows = new ArrayList<>(blocks.size());
    for (List<Sample> block : blocks) {
      rows.add(row(firstId + rows.size(), block, places.get(block.get(0).id())));
    }
    return rows.iterator();
  }

  private static List<List<Sample>> oneEach(List<Sample> samples) {
    samples.sort(Sample.LONGEST_FIRST);
    return samples.stream().map(List::of).toList();
  }

  private static Row row(long id, List<Sample> block, Long place) {
    return RowFactory.create(
        id,
        block.stream().flatMapToInt(s -> Arrays.stream(s.inputIds())).boxed().toArray(),
        block.stream().flatMapToInt(s -> Arrays.stream(s.labels())).boxed().toArray(),
        block.stream().map(Sample::length).toArray(),
        block.stream().map(Sample::id).toArray(),
        place);
  }
}
