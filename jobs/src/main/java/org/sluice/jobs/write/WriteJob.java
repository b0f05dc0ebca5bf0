package org.sluice.jobs.write;

import org.sluice.jobs.JobMain;

/** Runs the step write alone. */
public final class WriteJob {
  private WriteJob() {}

  public static void main(String[] args) {
    System.exit(JobMain.run(args, new Write(), "deduplicated"));
  }
}
