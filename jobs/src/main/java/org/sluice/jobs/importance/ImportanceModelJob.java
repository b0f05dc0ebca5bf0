package org.sluice.jobs.importance;

import org.sluice.jobs.JobMain;

/** Runs the step importance_model alone. */
public final class ImportanceModelJob {
  private ImportanceModelJob() {}

  public static void main(String[] args) {
    System.exit(
        JobMain.run(args, new ImportanceModelStep(), "deduplicated", "cleaned", "documents"));
  }
}
