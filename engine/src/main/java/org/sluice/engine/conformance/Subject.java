package org.sluice.engine.conformance;

import java.util.List;
import java.util.Map;
import org.sluice.engine.tensor.Parameter;

/** A model with whatever is on it, run on a golden batch by the code that trains and evaluates. */
interface Subject {
  /**
   * Evaluation: what the model computes, by name ("logits"), in the batch's padded layout; values
   * at padding mean nothing.
   */
  Map<String, float[]> outputs();

  /** Evaluation: the batch's mean loss. */
  double loss();

  /** Greedy tokens behind each prompt, rows one after another. */
  long[] generate(int tokens);

  /** Starts training: after this {@link #step} may be called. */
  void train(Hyper hyper);

  /**
   * One optimiser step on the batch.
   *
   * @return the mean loss before it
   */
  double step(GradientReader reader);

  /** Whether a method puts tokens, or keys and values, in front of each row. */
  boolean standsInFront();

  /** What trains. */
  List<Parameter> parameters();

  /** Sees the gradients of a step, of the mean loss, before the optimiser uses them. */
  interface GradientReader {
    void read(Parameter parameter, Parameter.Part part, float[] gradient);
  }

  /** The optimiser's settings: AdamW at a constant rate. */
  record Hyper(int steps, double rate, double decay, double epsilon) {}
}
