package org.sluice.jobs.dedup;

import org.sluice.jobs.JobMain;

/** Runs the step dedup alone. */
public final class DedupJob {
  private DedupJob() {}

  public static void main(String[] args) {
    System.exit(JobMain.run(args, new Dedup(), "cleaned"));
  }
}
