package org.sluice.jobs.decontaminate;

import org.sluice.jobs.JobMain;

/** Runs the step decontaminate alone. */
public final class DecontaminateJob {
  private DecontaminateJob() {}

  public static void main(String[] args) {
    System.exit(JobMain.run(args, new Decontaminate(), "deduplicated"));
  }
}
