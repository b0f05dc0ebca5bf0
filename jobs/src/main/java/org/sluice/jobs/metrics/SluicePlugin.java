package org.sluice.jobs.metrics;

import java.util.Map;
import org.apache.spark.api.plugin.DriverPlugin;
import org.apache.spark.api.plugin.ExecutorPlugin;
import org.apache.spark.api.plugin.PluginContext;
import org.apache.spark.api.plugin.SparkPlugin;

/**
 * Adds rows a second, tokens a second and the loss of each executor to Spark's metrics system: set
 * {@code spark.plugins} to the name of this class. In local mode the driver is the executor.
 */
public final class SluicePlugin implements SparkPlugin {
  @Override
  public DriverPlugin driverPlugin() {
    return null; // the work is done on executors
  }

  @Override
  public ExecutorPlugin executorPlugin() {
    return new ExecutorPlugin() {
      @Override
      public void init(PluginContext context, Map<String, String> settings) {
        Meters.registerIn(context.metricRegistry());
      }
    };
  }
}
