package org.sluice.jobs.ngrams;

import org.sluice.jobs.JobMain;

/** Runs the step ngram_model alone. */
public final class NgramModelJob {
  private NgramModelJob() {}

  public static void main(String[] args) {
    System.exit(JobMain.run(args, new NgramModelStep(), "deduplicated", "cleaned", "documents"));
  }
}
