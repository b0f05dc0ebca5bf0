package org.sluice.jobs;

import java.io.IOException;
import java.net.URL;
import java.util.Collections;
import java.util.Enumeration;
import java.util.List;
import java.util.function.Supplier;

/**
 * The class loader of the thread, but for one entry: a new session does not find the extension of
 * Spark ML. That registers two functions that no step uses, and to do so starts Scala's reflection
 * and reads all of Spark's error messages (measured: .3 of 2.4 s until the first task). Extensions
 * of others are found as ever.
 */
final class LeanServices extends ClassLoader {
  private static final String EXTENSIONS =
      "META-INF/services/org.apache.spark.sql.SparkSessionExtensionsProvider";
  private static final String LEFT_OUT = "spark-mllib";

  private LeanServices(ClassLoader parent) {
    super(parent);
  }

  /** Makes something while the calling thread looks for services this way. */
  static <T> T during(Supplier<T> maker) {
    Thread thread = Thread.currentThread();
    ClassLoader before = thread.getContextClassLoader();
    thread.setContextClassLoader(new LeanServices(before));
    try {
      return maker.get();
    } finally {
      thread.setContextClassLoader(before);
    }
  }

  @Override
  public Enumeration<URL> getResources(String name) throws IOException {
    Enumeration<URL> all = super.getResources(name);
    if (!name.equals(EXTENSIONS)) {
      return all;
    }
    List<URL> kept = Collections.list(all);
    kept.removeIf(place -> place.getPath().contains(LEFT_OUT));
    return Collections.enumeration(kept);
  }
}
