package org.sluice.jobs;

import java.util.function.Predicate;
import org.apache.spark.package$;
import org.sluice.base.UserError;

/** Refuses, before there is a session, a Spark or a Java that no step can run on. */
final class Platform {
  /** The first Java on which Spark before 4.2 does not start, or cannot open files. */
  private static final int TOO_NEW_JAVA = 24;

  private static final String DELTA = "io.delta.sql.DeltaSparkSessionExtension";

  private Platform() {}

  /**
   * Looks at where this program runs.
   *
   * @param delta whether Delta tables are read or written
   */
  static void check(boolean delta) {
    String spark = package$.MODULE$.SPARK_VERSION();
    check(spark, Runtime.version().feature());
    checkClassic(System.getProperty("spark.remote"), System.getenv("SPARK_REMOTE"));
    if (delta) {
      checkDelta(spark, Platform::isThere);
    }
  }

  static void check(String spark, int java) {
    if (!spark.startsWith("3.5.") && !spark.startsWith("4.")) {
      throw UserError.of(
          "this is Spark " + spark + ", and Sluice is made for Spark 3.5 and 4.x",
          "set SPARK_HOME to a Spark 4.1; for 3.5 build the jar with -Pspark-3.5");
    }
    boolean tooNew = java >= TOO_NEW_JAVA && spark.matches("3\\..*|4\\.[01]\\..*");
    if (tooNew) {
      throw UserError.of(
          "Spark " + spark + " cannot open files on Java " + java,
          "set JAVA_HOME to a JDK 17, on executors too");
    }
  }

  /** A client of Spark Connect has no RDDs, which all steps are made of. */
  static void checkClassic(String property, String environment) {
    String remote = property == null ? environment : property;
    if (remote != null && !remote.isBlank()) {
      throw UserError.of(
          "steps need a classic session, and this is a client of Spark Connect",
          "leave out --remote, spark.remote and SPARK_REMOTE, and name a --master");
    }
  }

  static void checkDelta(String spark, Predicate<String> isThere) {
    if (!isThere.test(DELTA)) {
      String artifact =
          spark.startsWith("3.")
              ? "io.delta:delta-spark_2.12:3.3.3"
              : "io.delta:delta-spark_4.1_2.13:4.4.0";
      throw UserError.of(
          "Delta Lake is not on the class path",
          "add --packages " + artifact + ", or set output.format to parquet");
    }
  }

  private static boolean isThere(String name) {
    try {
      Class.forName(name, false, Thread.currentThread().getContextClassLoader());
      return true;
    } catch (ClassNotFoundException | LinkageError e) {
      return false;
    }
  }
}
