package org.sluice.engine.adapter;

import org.sluice.engine.model.Model;
import org.sluice.engine.tensor.Tape;

/** Sample rows, for starts that look at what a model makes of them: CorDA, EVA, LoRA-GA. */
public interface Calibration {
  /** How many rows there are. */
  int rows();

  /** Rows that training takes at once. */
  int batch();

  /** Of each position of rows whether it has a label. */
  boolean[] labels(int first, int end);

  /** Runs rows forward, all of their positions, one after another. */
  void read(Model model, Tape tape, int first, int end);

  /**
   * Runs rows forward and backward.
   *
   * @return target tokens, over which the gradients are sums
   */
  long learn(Model model, Tape tape, int first, int end);
}
