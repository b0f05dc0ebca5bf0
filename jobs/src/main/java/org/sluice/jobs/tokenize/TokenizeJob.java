package org.sluice.jobs.tokenize;

import org.sluice.jobs.JobMain;

/** Runs the step tokenize alone. */
public final class TokenizeJob {
  private TokenizeJob() {}

  public static void main(String[] args) {
    System.exit(JobMain.run(args, new Tokenize(), "formatted"));
  }
}
