package org.sluice.jobs;

import java.util.Map;
import java.util.Optional;

/**
 * What {@link Sessions} makes a Spark session from.
 *
 * @param name shown in Spark's UI
 * @param master a Spark master URL; empty: what spark-submit says, else {@code local[*]}
 * @param delta whether Delta tables are read or written; without it the session starts faster
 * @param conf further {@code spark.*} settings, strongest of all
 */
public record SessionOptions(
    String name, Optional<String> master, boolean delta, Map<String, String> conf) {}
