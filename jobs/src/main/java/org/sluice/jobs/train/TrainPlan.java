package org.sluice.jobs.train;

import java.io.Serializable;
import java.util.Map;
import org.sluice.jobs.train.RowOrder.Arrangement;

/**
 * One run as all ranks see it; travels to them with their tasks.
 *
 * @param rowCount rows in the store
 * @param inOrder whether the rows are read in the order that they have
 * @param heldOutCount held-out rows in theirs; 0 when they are not looked at
 * @param steps updates of the whole run
 * @param worldSize ranks
 * @param threads native threads of a rank
 * @param baseDigest digest of the model that is tuned
 * @param fingerprint equal for runs whose checkpoints can continue each other
 * @param secret what ranks prove to each other
 * @param provenance where the result came from, written beside it
 */
record TrainPlan(
    TrainOptions options,
    TrainPlaces places,
    long rowCount,
    boolean inOrder,
    long heldOutCount,
    int steps,
    int worldSize,
    int threads,
    String baseDigest,
    String fingerprint,
    String secret,
    Map<String, String> provenance)
    implements Serializable {

  /** Rows of one step, over all ranks and micro-batches. */
  static int globalBatch(TrainOptions options, int worldSize) {
    return Math.multiplyExact(
        Math.multiplyExact(options.perDeviceBatchSize(), worldSize),
        options.gradientAccumulationSteps());
  }

  int globalBatch() {
    return globalBatch(options, worldSize);
  }

  /** Steps of one epoch. */
  long stepsPerEpoch() {
    return RowOrder.stepsPerEpoch(rowCount, globalBatch());
  }

  RowOrder order(int[] lengths) {
    Arrangement shuffled = options.groupByLength() ? Arrangement.BY_LENGTH : Arrangement.SHUFFLED;
    return new RowOrder(
        lengths, globalBatch(), options.seed(), inOrder ? Arrangement.KEPT : shuffled);
  }

  /** As transformers counts: given steps win; else epochs times the steps of one, rounded up. */
  static int steps(TrainOptions options, long rows, int worldSize) {
    if (options.steps() > 0) {
      return options.steps();
    }
    long perEpoch = RowOrder.stepsPerEpoch(rows, globalBatch(options, worldSize));
    return Math.toIntExact((long) Math.ceil(options.epochs() * perEpoch));
  }
}
