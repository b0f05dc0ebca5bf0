package org.sluice.jobs.format;

import org.sluice.jobs.JobMain;

/** Runs the step format alone. */
public final class FormatJob {
  private FormatJob() {}

  public static void main(String[] args) {
    System.exit(JobMain.run(args, new Format(), "redacted"));
  }
}
