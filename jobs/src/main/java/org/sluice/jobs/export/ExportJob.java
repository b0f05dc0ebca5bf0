package org.sluice.jobs.export;

import org.sluice.jobs.JobMain;

/** Runs {@link ExportStep} alone: {@code spark-submit --class} this. */
public final class ExportJob {
  private ExportJob() {}

  public static void main(String[] args) {
    System.exit(JobMain.run(args, new ExportStep(), ""));
  }
}
