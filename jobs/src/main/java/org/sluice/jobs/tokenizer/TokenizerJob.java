package org.sluice.jobs.tokenizer;

import org.sluice.jobs.JobMain;

/** Runs {@link TokenizerStep} alone: {@code spark-submit --class} this. */
public final class TokenizerJob {
  private TokenizerJob() {}

  public static void main(String[] args) {
    System.exit(JobMain.run(args, new TokenizerStep(), "redacted"));
  }
}
