package org.sluice.jobs;

import java.lang.reflect.InvocationTargetException;
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
    Map<String, Object> conf = new LinkedHashMap<>();
    conf.put("spark.app.name", options.name());
    defaults(options.delta())
        .forEach(
            (key, value) -> {
              if (System.getProperty(key) == null) {
                conf.put(key, value);
              }
            });
    conf.putAll(options.conf());
    boolean masterKnown =
        System.getProperty("spark.master") != null || options.conf().containsKey("spark.master");
    if (options.master().isPresent()) {
      conf.put("spark.master", options.master().get());
    } else if (!masterKnown) {
      conf.put("spark.master", "local[*]");
    }
    return LeanServices.during(() -> build(conf));
  }

  /**
   * By Spark 4's own builder of classic sessions. The common one finds it by Scala's reflection,
   * whose start takes a quarter of a second; Spark 3.5 has the common one alone.
   */
  private static SparkSession build(Map<String, Object> conf) {
    try {
      Object builder =
          Class.forName("org.apache.spark.sql.classic.SparkSession")
              .getMethod("builder")
              .invoke(null);
      builder.getClass().getMethod("config", Map.class).invoke(builder, conf);
      return (SparkSession) builder.getClass().getMethod("getOrCreate").invoke(builder);
    } catch (InvocationTargetException e) {
      throw Together.asUnchecked(e.getCause());
    } catch (ReflectiveOperationException e) {
      return SparkSession.builder().config(conf).getOrCreate();
    }
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
