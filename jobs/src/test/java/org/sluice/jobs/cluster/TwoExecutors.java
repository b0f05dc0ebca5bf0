package org.sluice.jobs.cluster;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.sql.SparkSession;
import org.junit.jupiter.api.extension.BeforeAllCallback;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.ExtensionContext.Namespace;
import org.junit.jupiter.api.extension.ExtensionContext.Store.CloseableResource;
import org.sluice.jobs.metrics.SluicePlugin;

/**
 * A cluster of two real executor JVMs of one core each, shared by all test classes of this JVM and
 * stopped after the last one.
 */
public final class TwoExecutors implements BeforeAllCallback {
  private static SparkSession session;
  private static Path metrics;

  @Override
  public void beforeAll(ExtensionContext context) {
    context
        .getRoot()
        .getStore(Namespace.GLOBAL)
        .getOrComputeIfAbsent(
            TwoExecutors.class,
            ignored -> {
              session = start();
              return (CloseableResource) session::stop;
            });
  }

  private static SparkSession start() {
    metrics = makeFolder();
    return SparkSession.builder()
        .appName("sluice-tests")
        .master("local-cluster[2,1,1024]")
        .config("spark.executor.extraClassPath", System.getProperty("java.class.path"))
        .config("spark.executor.memory", "800m")
        .config("spark.ui.enabled", "false")
        .config("spark.barrier.sync.timeout", "60")
        .config("spark.scheduler.barrier.maxConcurrentTasksCheck.interval", "1s")
        .config("spark.scheduler.barrier.maxConcurrentTasksCheck.maxFailures", "30")
        .config("spark.sql.shuffle.partitions", "2")
        .config("spark.plugins", SluicePlugin.class.getName())
        .config("spark.metrics.conf.*.sink.csv.class", "org.apache.spark.metrics.sink.CsvSink")
        .config("spark.metrics.conf.*.sink.csv.period", "1")
        .config("spark.metrics.conf.*.sink.csv.directory", metrics.toString())
        .getOrCreate();
  }

  private static Path makeFolder() {
    try {
      Path folder = Files.createTempDirectory("metrics");
      folder.toFile().deleteOnExit();
      return folder;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Where the executors' metrics go, as CSV files, every second. */
  public static Path metrics() {
    return metrics;
  }

  public static SparkSession session() {
    return session;
  }

  public static JavaSparkContext context() {
    return JavaSparkContext.fromSparkContext(session.sparkContext());
  }

  /** Kills executors as a machine's end would; gives how many. */
  public static int killExecutors(int atMost) {
    List<ProcessHandle> executors =
        ProcessHandle.current()
            .descendants()
            .filter(p -> p.info().command().orElse("").endsWith("java"))
            .limit(atMost)
            .toList();
    executors.forEach(ProcessHandle::destroyForcibly);
    return executors.size();
  }
}
