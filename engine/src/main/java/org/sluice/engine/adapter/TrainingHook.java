package org.sluice.engine.adapter;

import java.util.Map;

/** What a method does to training beside its parameters. */
public interface TrainingHook {
  /** What it adds to the loss. */
  double penalty();

  /**
   * Adds the penalty's gradient, {@code count} times: gradients are sums over that many targets
   * until the optimiser divides them.
   */
  void addGradient(double count);

  /** What it adds to the settings that are saved. */
  default Map<String, Object> configAdditions() {
    return Map.of();
  }

  /** What is saved of a tensor that trains. */
  default Adapter.Saved saved(Adapter.Saved whole) {
    return whole;
  }

  /** What it must know to go on after a restart, by name; kept with the training state. */
  default Map<String, float[]> state() {
    return Map.of();
  }

  /** Goes on from what {@link #state} gave. */
  default void restore(Map<String, float[]> state) {}

  /**
   * Called after each optimiser step, while the step's gradients are still there.
   *
   * @param step number of the step, from 0
   */
  void stepped(int step);
}
