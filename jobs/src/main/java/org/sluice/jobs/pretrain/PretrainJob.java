package org.sluice.jobs.pretrain;

import org.sluice.jobs.JobMain;

/** Runs {@link PretrainStep} alone: {@code spark-submit --class} this. */
public final class PretrainJob {
  private PretrainJob() {}

  public static void main(String[] args) {
    System.exit(JobMain.run(args, new PretrainStep(), "redacted"));
  }
}
