package org.sluice.jobs.lineage;

import java.util.List;
import java.util.Map;

/**
 * What forgetting came to.
 *
 * @param asked ids that were to be forgotten
 * @param found how many of them stood anywhere
 * @param rows how many rows, blocks and mentions were taken out of each table
 * @param stale models that have been trained on forgotten rows, each with how many
 * @param stamps states of the tables: before, and after
 */
public record Forgotten(
    long asked,
    long found,
    Map<String, Long> rows,
    Map<TrainedModel, Long> stale,
    Map<String, Change> stamps) {

  /** A table's state before and after. */
  public record Change(String before, String after) {}

  /** The steps whose models must be trained again, in their usual order. */
  public List<String> staleSteps() {
    List<String> steps = stale.keySet().stream().map(TrainedModel::step).distinct().toList();
    return List.of("pretrain", "train").stream().filter(steps::contains).toList();
  }
}
