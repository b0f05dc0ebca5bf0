package org.sluice.jobs.redact;

import org.sluice.jobs.JobMain;

/** Runs the step redact alone. */
public final class RedactJob {
  private RedactJob() {}

  public static void main(String[] args) {
    System.exit(JobMain.run(args, new Redact(), "deduplicated"));
  }
}
