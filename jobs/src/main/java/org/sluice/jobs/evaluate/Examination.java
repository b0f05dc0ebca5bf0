package org.sluice.jobs.evaluate;

import static org.apache.spark.sql.functions.col;

import java.util.Set;
import org.apache.spark.SparkConf;
import org.apache.spark.SparkContext;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Encoders;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.storage.StorageLevel;
import org.sluice.jobs.cluster.Slots;
import org.sluice.jobs.tables.Schemas;

/**
 * Spreads the rows over the executors.
 *
 * @param sampleIds rows whose answers are generated
 */
record Examination(SparkSession spark, EvaluateOptions options, Set<String> sampleIds) {

  /** The predictions of one model, computed when this returns; to be unpersisted by the caller. */
  Dataset<Row> of(Dataset<Row> rows, Variant variant) {
    Examiner examiner = new Examiner(options, variant, sampleIds, threads());
    Dataset<Row> predictions =
        rows.repartitionByRange(slots(), col("id"))
            .sortWithinPartitions("id")
            .mapPartitions(examiner, Encoders.row(Schemas.PREDICTIONS))
            .persist(StorageLevel.MEMORY_AND_DISK());
    try {
      predictions.count();
      return predictions;
    } finally {
      if (spark.sparkContext().isLocal()) {
        ModelHolder.release(); // the executor is this JVM and has other work to do
      }
    }
  }

  private int slots() {
    return Math.max(1, Slots.now(spark.sparkContext()));
  }

  /** All cores of the JVM: its tasks use the model one after the other. */
  private int threads() {
    SparkContext context = spark.sparkContext();
    SparkConf conf = context.getConf();
    int taskCpus = conf.getInt("spark.task.cpus", 1);
    return context.isLocal() ? slots() * taskCpus : conf.getInt("spark.executor.cores", taskCpus);
  }
}
