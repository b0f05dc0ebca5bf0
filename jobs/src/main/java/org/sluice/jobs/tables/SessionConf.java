package org.sluice.jobs.tables;

import java.util.LinkedHashMap;
import java.util.Map;
import org.apache.spark.sql.SparkSession;

/** Settings of a Spark session that hold for some queries only. */
public final class SessionConf {
  private SessionConf() {}

  /** Runs queries under these settings; those of before hold again behind it. */
  public static void during(SparkSession spark, Map<String, String> settings, Runnable queries) {
    Map<String, String> before = new LinkedHashMap<>();
    settings.forEach(
        (key, value) -> {
          before.put(key, spark.conf().get(key, null));
          spark.conf().set(key, value);
        });
    try {
      queries.run();
    } finally {
      before.forEach(
          (key, value) -> {
            if (value == null) {
              spark.conf().unset(key);
            } else {
              spark.conf().set(key, value);
            }
          });
    }
  }
}
