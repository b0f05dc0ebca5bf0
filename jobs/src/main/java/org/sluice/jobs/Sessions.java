package org.sluice.jobs;

import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.Map;
import org.apache.hadoop.security.UserGroupInformation;
import org.apache.spark.SparkConf;
import org.apache.spark.SparkContext;
import org.apache.spark.sql.SparkSession;
import org.slf4j.LoggerFactory;

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
    Map<String, String> settings = settings(options);
    SparkConf conf = new SparkConf();
    settings.forEach(conf::set);
    // Made first: Scala's reflection, which the session needs, may not be ready yet.
    SparkContext.getOrCreate(conf);
    SparkSession.Builder builder = SparkSession.builder();
    settings.forEach(builder::config);
    return builder.getOrCreate();
  }

  private static Map<String, String> settings(SessionOptions options) {
    Map<String, String> settings = new LinkedHashMap<>();
    settings.put("spark.app.name", options.name());
    defaults(options.delta())
        .forEach(
            (key, value) -> {
              if (System.getProperty(key) == null) {
                settings.put(key, value);
              }
            });
    settings.putAll(options.conf());
    options.master().ifPresent(master -> settings.put("spark.master", master));
    if (System.getProperty("spark.master") == null) {
      settings.putIfAbsent("spark.master", "local[*]");
    }
    return settings;
  }

  /**
   * Makes ready, in a thread of its own, what a session needs and what knows nothing of Spark: the
   * name of the user and Scala's reflection. They take a third of a session's start.
   */
  public static void prepare() {
    Thread thread =
        new Thread(
            () -> {
              try {
                UserGroupInformation.getCurrentUser();
              } catch (IOException e) { // Spark will meet it again and tell it
                LoggerFactory.getLogger(Sessions.class).debug("There is no user", e);
              }
              scala.reflect.runtime.package$.MODULE$.universe();
            },
            "session-ahead");
    thread.setDaemon(true);
    thread.start();
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
