package org.sluice.jobs.train;

import org.sluice.jobs.JobMain;

/** Runs {@link TrainStep} alone: {@code spark-submit --class} this. */
public final class TrainJob {
  private TrainJob() {}

  public static void main(String[] args) {
    System.exit(JobMain.run(args, new TrainStep(), "blocks"));
  }
}
