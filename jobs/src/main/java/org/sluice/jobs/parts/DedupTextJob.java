package org.sluice.jobs.parts;

import org.sluice.jobs.JobMain;

/** Runs the step dedup_text alone. */
public final class DedupTextJob {
  private DedupTextJob() {}

  public static void main(String[] args) {
    System.exit(JobMain.run(args, new DedupText(), "deduplicated"));
  }
}
