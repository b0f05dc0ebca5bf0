package org.sluice.jobs.clean;

import org.sluice.jobs.JobMain;

/** Runs the step clean alone. */
public final class CleanJob {
  private CleanJob() {}

  public static void main(String[] args) {
    System.exit(JobMain.run(args, new Clean(), "documents"));
  }
}
