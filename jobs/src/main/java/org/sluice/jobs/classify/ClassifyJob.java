package org.sluice.jobs.classify;

import org.sluice.jobs.JobMain;

/** Runs the step classify alone. */
public final class ClassifyJob {
  private ClassifyJob() {}

  public static void main(String[] args) {
    System.exit(JobMain.run(args, new Classify(), "deduplicated"));
  }
}
