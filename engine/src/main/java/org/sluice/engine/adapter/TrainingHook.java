package org.sluice.engine.adapter;

/** What a method does to training beside its parameters. */
public interface TrainingHook {
  /** What it adds to the loss. */
  double penalty();

  /**
   * Adds the penalty's gradient, {@code count} times: gradients are sums over that many targets
   * until the optimiser divides them.
   */
  void addGradient(double count);

  /**
   * Called after each optimiser step, while the step's gradients are still there.
   *
   * @param step number of the step, from 0
   */
  void stepped(int step);
}
