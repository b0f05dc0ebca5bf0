package org.sluice.jobs.train;

import java.util.Arrays;
import java.util.Random;
import org.sluice.base.Check;

/**
 * Which rows each step sees: a new order every epoch, by the seed and the epoch's number alone, or
 * the rows' own one. The position in the data is a function of the step, so that a resumed run goes
 * on where it was; and the rows of a step are the same for any number of ranks with the same global
 * batch.
 *
 * <p>{@link Arrangement#BY_LENGTH} is what transformers does with group_by_length: the shuffled
 * rows are cut into pieces of min(n / (4 B), 50) batches of B rows, each piece is sorted by
 * descending length, and the longest row of all comes first, so that memory runs out at once or
 * never.
 */
final class RowOrder {
  private static final int LARGEST_PIECE =
      50; // batches, as in transformers' get_length_grouped_indices

  /** How the rows of an epoch lie. */
  enum Arrangement {
    /** In a new order every epoch. */
    SHUFFLED,
    /** Shuffled, rows of nearly the same length together. */
    BY_LENGTH,
    /** As they are numbered, in every epoch. */
    KEPT
  }

  private static final long EPOCH_STRIDE = 0x9E3779B97F4A7C15L; // keeps seeds of epochs apart

  private final int[] lengths;
  private final int globalBatch;
  private final long seed;
  private final Arrangement arrangement;
  private long cachedEpoch = -1;
  private int[] cached;

  /**
   * An order over rows of these lengths.
   *
   * @param globalBatch rows of all ranks and micro-batches in one step
   */
  RowOrder(int[] lengths, int globalBatch, long seed, Arrangement arrangement) {
    Check.that(lengths.length > 0, "there must be rows to order");
    this.lengths = lengths;
    this.globalBatch = globalBatch;
    this.seed = seed;
    this.arrangement = arrangement;
  }

  /** Steps of one epoch; the last may be short. */
  static long stepsPerEpoch(long rows, int globalBatch) {
    return (rows + globalBatch - 1) / globalBatch;
  }

  /** Indices of the rows of a step, the first step being 0. */
  int[] rows(long step) {
    long perEpoch = stepsPerEpoch(lengths.length, globalBatch);
    int[] order = epoch(step / perEpoch);
    int from = (int) (step % perEpoch) * globalBatch;
    return Arrays.copyOfRange(order, from, Math.min(from + globalBatch, order.length));
  }

  /**
   * One rank's part of a step, by micro-batch. Rows are dealt in blocks: micro-batch m of rank r
   * takes block m * worldSize + r. In the last step of an epoch some may be empty.
   */
  int[][] rows(long step, int rank, int worldSize, int microBatches) {
    int[] all = rows(step);
    int perBlock = globalBatch / (worldSize * microBatches);
    int[][] mine = new int[microBatches][];
    for (int m = 0; m < microBatches; m++) {
      int from = Math.min((m * worldSize + rank) * perBlock, all.length);
      mine[m] = Arrays.copyOfRange(all, from, Math.min(from + perBlock, all.length));
    }
    return mine;
  }

  private int[] epoch(long epoch) {
    if (epoch != cachedEpoch) {
      cached = new int[lengths.length];
      Arrays.setAll(cached, i -> i);
      if (arrangement != Arrangement.KEPT) {
        shuffle(cached, new Random(seed + epoch * EPOCH_STRIDE));
      }
      if (arrangement == Arrangement.BY_LENGTH) {
        group(cached);
      }
      cachedEpoch = epoch;
    }
    return cached;
  }

  private static void shuffle(int[] order, Random random) {
    for (int i = order.length - 1; i > 0; i--) {
      swap(order, i, random.nextInt(i + 1));
    }
  }

  private void group(int[] order) {
    int batches = Math.min(order.length / (4 * globalBatch), LARGEST_PIECE);
    int piece = Math.max(batches, 1) * globalBatch;
    int longest = 0;
    for (int from = 0; from < order.length; from += piece) {
      int[] sorted =
          Arrays.stream(order, from, Math.min(from + piece, order.length))
              .boxed()
              .sorted((a, b) -> Integer.compare(lengths[b], lengths[a])) // stable
              .mapToInt(Integer::intValue)
              .toArray();
      System.arraycopy(sorted, 0, order, from, sorted.length);
      longest = lengths[order[from]] > lengths[order[longest]] ? from : longest;
    }
    swap(order, 0, longest);
  }

  private static void swap(int[] order, int i, int j) {
    int kept = order[i];
    order[i] = order[j];
    order[j] = kept;
  }
}
