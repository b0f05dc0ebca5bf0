package org.sluice.jobs.evaluate;

import org.sluice.jobs.JobMain;

/** Runs {@link EvaluateStep} alone: {@code spark-submit --class} this. */
public final class EvaluateJob {
  private EvaluateJob() {}

  public static void main(String[] args) {
    System.exit(JobMain.run(args, new EvaluateStep(), "eval_rows"));
  }
}
