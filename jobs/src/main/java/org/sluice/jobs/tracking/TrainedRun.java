package org.sluice.jobs.tracking;

import java.nio.file.Path;
import java.util.Map;

/**
 * A training that is done, as trackers are told of it.
 *
 * @param name shown as the run's name
 * @param settings options of the step, JSON
 * @param tags run_id, recipe_digest and the like
 * @param log the file with a JSON line a logged step: step, time, and numbers
 * @param results the final numbers by name
 * @param artifact the folder with the adapter or the model
 */
public record TrainedRun(
    String name,
    String settings,
    Map<String, String> tags,
    Path log,
    Map<String, Object> results,
    Path artifact) {}
