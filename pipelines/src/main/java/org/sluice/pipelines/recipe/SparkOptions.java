package org.sluice.pipelines.recipe;

import java.util.Map;
import java.util.Optional;
import org.sluice.base.Setting;

/** The Spark session of a run. */
public record SparkOptions(
    @Setting(
            help = "Spark master; left out: what spark-submit says, else all cores of this machine",
            example = "local[2]")
        Optional<String> master,
    @Setting(help = "Further Spark settings", example = "{spark.executor.memory: 8g}")
        Map<String, String> conf) {}
