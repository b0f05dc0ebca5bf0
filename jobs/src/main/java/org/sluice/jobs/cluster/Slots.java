package org.sluice.jobs.cluster;

import java.time.Duration;
import org.apache.spark.SparkConf;
import org.apache.spark.SparkContext;
import org.apache.spark.api.java.JavaSparkContext;
import org.sluice.base.UserError;

/**
 * Can the cluster run so many ranks at the same time? Spark itself asks again for ten minutes
 * before it says no; this answers within ten seconds, with both numbers.
 */
public final class Slots {
  /** Executors that are just starting are waited for so long. */
  private static final Duration PATIENCE = Duration.ofSeconds(8);

  private static final long POLL_MILLIS = 100;

  private Slots() {}

  /**
   * Refuses what a gang cannot run on.
   *
   * @throws UserError with dynamic allocation, with fewer slots than ranks, and in local mode with
   *     several ranks unless they may share a JVM
   */
  public static void check(JavaSparkContext spark, int ranks, Gang.SharedJvm shared) {
    if (spark.getConf().getBoolean("spark.dynamicAllocation.enabled", false)) {
      throw UserError.of(
          "training needs all its executors at once, but spark.dynamicAllocation.enabled is true",
          "set it to false and name the number with spark.executor.instances");
    }
    if (spark.isLocal() && ranks > 1 && shared == Gang.SharedJvm.REFUSED) {
      throw UserError.of(
          ranks
              + " ranks would share this one JVM and its native threads (master "
              + spark.master()
              + ")",
          "set train.world_size to 1, or name a cluster with --master");
    }
    int slots = await(spark.sc(), ranks, PATIENCE);
    if (slots < ranks) {
      throw UserError.of(
          "training asks for "
              + ranks
              + " ranks, but only "
              + slots
              + " tasks can run at the same time on "
              + spark.master(),
          "set train.world_size to " + Math.max(slots, 1) + ", or add executors");
    }
  }

  /** How many tasks can run at the same time now, on the executors that are there. */
  public static int now(SparkContext spark) {
    return spark.maxNumConcurrentTasks(spark.resourceProfileManager().defaultResourceProfile());
  }

  /** All cores of the JVM, for tasks that use one native model one after the other. */
  public static int nativeThreads(SparkContext spark) {
    SparkConf conf = spark.getConf();
    int taskCpus = conf.getInt("spark.task.cpus", 1);
    return spark.isLocal()
        ? Math.max(1, now(spark)) * taskCpus
        : conf.getInt("spark.executor.cores", taskCpus);
  }

  /** Waits until so many tasks can run at the same time, or the patience is over. */
  public static int await(SparkContext spark, int ranks, Duration patience) {
    long deadline = System.nanoTime() + patience.toNanos();
    int slots = now(spark);
    while (slots < ranks
        && !spark.isLocal()
        && !spark.isStopped()
        && System.nanoTime() < deadline) {
      try {
        Thread.sleep(POLL_MILLIS);
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
        return slots;
      }
      slots = now(spark);
    }
    return slots;
  }
}
