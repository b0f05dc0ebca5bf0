package org.sluice.jobs.cluster;

import java.util.List;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.sql.SparkSession;

/** A cluster of two real executor JVMs of one core each, shared by all tests of this JVM. */
public final class TwoExecutors {
  private static SparkSession session;

  private TwoExecutors() {}

  public static synchronized SparkSession session() {
    if (session == null) {
      session =
          SparkSession.builder()
              .appName("sluice-tests")
              .master("local-cluster[2,1,1024]")
              .config("spark.executor.extraClassPath", System.getProperty("java.class.path"))
              .config("spark.executor.memory", "800m")
              .config("spark.ui.enabled", "false")
              .config("spark.barrier.sync.timeout", "60")
              .config("spark.scheduler.barrier.maxConcurrentTasksCheck.interval", "1s")
              .config("spark.scheduler.barrier.maxConcurrentTasksCheck.maxFailures", "30")
              .config("spark.sql.shuffle.partitions", "2")
              .config("spark.sql.extensions", "io.delta.sql.DeltaSparkSessionExtension")
              .config(
                  "spark.sql.catalog.spark_catalog",
                  "org.apache.spark.sql.delta.catalog.DeltaCatalog")
              .getOrCreate();
    }
    return session;
  }

  public static JavaSparkContext context() {
    return JavaSparkContext.fromSparkContext(session().sparkContext());
  }

  /** Kills the executors of this test, all or the first only, as a machine's end would. */
  public static int killExecutors(int atMost) {
    List<ProcessHandle> executors =
        ProcessHandle.current()
            .descendants()
            .filter(p -> p.info().commandLine().orElse("").contains("CoarseGrainedExecutorBackend"))
            .limit(atMost)
            .toList();
    executors.forEach(ProcessHandle::destroyForcibly);
    return executors.size();
  }
}
