package org.sluice.jobs.ingest;

import org.sluice.jobs.JobMain;

/** Runs the step ingest alone. */
public final class IngestJob {
  private IngestJob() {}

  public static void main(String[] args) {
    System.exit(JobMain.run(args, new Ingest(), ""));
  }
}
