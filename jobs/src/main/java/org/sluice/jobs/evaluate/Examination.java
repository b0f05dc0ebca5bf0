package org.sluice.jobs.evaluate;

import static org.apache.spark.sql.functions.col;

import java.util.Set;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Encoders;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.storage.StorageLevel;
import org.apache.spark.util.LongAccumulator;
import org.sluice.base.Progress;
import org.sluice.jobs.cluster.Slots;
import org.sluice.jobs.tables.Schemas;

/**
 * Spreads the rows over the executors and tells how many are done.
 *
 * @param sampleIds rows whose answers are generated
 */
record Examination(
    SparkSession spark, EvaluateOptions options, Set<String> sampleIds, Progress progress) {
  private static final int MOST_TASKS = 1000;
  private static final long POLL_MILLIS = 300;

  /**
   * The predictions of one model, computed when this returns; to be unpersisted by the caller.
   *
   * @param count number of the rows
   */
  Dataset<Row> of(Dataset<Row> rows, long count, Variant variant) {
    LongAccumulator done = spark.sparkContext().longAccumulator("evaluate: rows");
    Examiner examiner =
        new Examiner(options, variant, sampleIds, Slots.nativeThreads(spark.sparkContext()), done);
    // a task a batch tells often how far it is; the model stays loaded between tasks
    long tasks = Math.min(MOST_TASKS, count / options.batchSize() + 1);
    Dataset<Row> predictions =
        rows.repartitionByRange((int) tasks, col("id"))
            .sortWithinPartitions("id")
            .mapPartitions(examiner, Encoders.row(Schemas.PREDICTIONS))
            .persist(StorageLevel.MEMORY_AND_DISK());
    spark.sparkContext().setJobDescription("evaluate: the " + variant.name() + " model");
    progress.begin("evaluate " + variant.name(), "rows", count);
    Thread teller = new Thread(() -> tell(done), "evaluate-progress");
    teller.setDaemon(true);
    teller.start();
    try {
      predictions.count();
      progress.at(count);
      return predictions;
    } finally {
      teller.interrupt();
      progress.end();
      if (spark.sparkContext().isLocal()) {
        ModelHolder.release(); // the executor is this JVM and has other work to do
      }
    }
  }

  private void tell(LongAccumulator done) {
    try {
      while (true) {
        Thread.sleep(POLL_MILLIS);
        progress.at(done.value());
      }
    } catch (InterruptedException e) {
      // the work is done
    }
  }
}
