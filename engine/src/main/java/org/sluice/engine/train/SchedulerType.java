package org.sluice.engine.train;

/** How the learning rate moves over the steps; the formulas of transformers' schedulers. */
public enum SchedulerType {
  /** Falls in a line from 1 after the warm-up to 0 at the last step. */
  LINEAR {
    @Override
    double after(double progress) {
      return Math.max(0, 1 - progress);
    }
  },
  /** Half a cosine from 1 after the warm-up to 0 at the last step. */
  COSINE {
    @Override
    double after(double progress) {
      return Math.max(0, 0.5 * (1 + Math.cos(Math.PI * progress)));
    }
  },
  /** Stays at 1 after the warm-up. */
  CONSTANT {
    @Override
    double after(double progress) {
      return 1;
    }
  };

  /** The factor at {@code progress} of the way from the end of the warm-up (0) to the end (1). */
  abstract double after(double progress);

  /**
   * Factor on the learning rate for the step that follows {@code done} finished ones; rises in a
   * line from 0 over the warm-up.
   */
  public double factor(int done, int warmup, int steps) {
    if (done < warmup) {
      return done / (double) Math.max(1, warmup);
    }
    return after((done - warmup) / (double) Math.max(1, steps - warmup));
  }
}
