package org.sluice.jobs.mix;

import org.sluice.jobs.JobMain;

/** Runs the step mix alone. */
public final class MixJob {
  private MixJob() {}

  public static void main(String[] args) {
    System.exit(JobMain.run(args, new Mix(), "redacted", "decontaminated", "deduplicated"));
  }
}
