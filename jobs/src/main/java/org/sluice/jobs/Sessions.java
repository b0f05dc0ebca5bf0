package org.sluice.jobs;

import java.util.LinkedHashMap;
import java.util.Map;
import org.apache.spark.sql.SparkSession;

/** Makes the Spark session of a run. Strongest first: settings given, spark-submit's, ours. */
public final class Sessions {
  /** Too few slots for a barrier stage are said after this many checks, a second apart. */
  private static final int BARRIER_CHECKS = 5;

  private Sessions() {}

  /**
   * The session, made new or taken over from spark-submit's running context.
   *
   * @throws org.sluice.base.UserError where Spark, Java or Delta Lake are not those that it takes
   */
  public static SparkSession create(SessionOptions options) {
    Platform.check(options.delta());
    SparkSession.Builder builder = SparkSession.builder().appName(options.name());
    Map<String, String> ours = defaults(options.delta());
    ours.forEach(
        (key, value) -> {
          if (System.getProperty(key) == null) {
            builder.config(key, value);
          }
        });
    options.conf().forEach(builder::config);
    boolean masterKnown =
        System.getProperty("spark.master") != null || options.conf().containsKey("spark.master");
    if (options.master().isPresent()) {
      builder.master(options.master().get());
    } else if (!masterKnown) {
      builder.master("local[*]");
    }
    return builder.getOrCreate();
  }

  private static Map<String, String> defaults(boolean delta) {
    Map<String, String> conf = new LinkedHashMap<>();
    conf.put("spark.ui.enabled", "false");
    conf.put("spark.ui.showConsoleProgress", "false");
    conf.put("spark.sql.session.timeZone", "UTC");
    conf.put("spark.sql.catalogImplementation", "in-memory");
    conf.put("spark.barrier.sync.timeout", "600");
    conf.put("spark.scheduler.barrier.maxConcurrentTasksCheck.interval", "1s");
    conf.put(
        "spark.scheduler.barrier.maxConcurrentTasksCheck.maxFailures",
        Integer.toString(BARRIER_CHECKS));
    if (delta) {
      conf.put("spark.sql.extensions", "io.delta.sql.DeltaSparkSessionExtension");
      conf.put(
          "spark.sql.catalog.spark_catalog", "org.apache.spark.sql.delta.catalog.DeltaCatalog");
      // A table of some thousand rows needs no 50 partitions to read its own log.
      conf.put("spark.databricks.delta.snapshotPartitions", "2");
    }
    return conf;
  }
}
