package org.sluice.jobs;

import java.nio.file.Path;
import org.sluice.base.Progress;
import org.sluice.jobs.tables.Tables;

/**
 * What a step finds around it.
 *
 * @param output the run's folder (OUTPUT): adapter, checkpoints, metrics and final lie in it
 * @param tables the tables of the run
 * @param inputTable the table that the step reads; empty for ingest
 * @param progress where the step tells how far it is
 * @param runId names the run in the account of runs
 */
public record StepContext(
    Path output, Tables tables, String inputTable, Progress progress, String runId) {

  public StepContext reading(String table) {
    return new StepContext(output, tables, table, progress, runId);
  }
}
