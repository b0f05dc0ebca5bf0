package org.sluice.engine.model;

import java.util.Map;
import java.util.Optional;
import org.sluice.engine.tensor.Var;

/**
 * What a {@link TaskModel} computes.
 *
 * @param named logits; start_logits and end_logits; or last_hidden_state: a row a position (or a
 *     row a sequence), positions of virtual tokens among them
 * @param loss the sum over targets, one number; empty without targets
 * @param count what the sum is divided by for the mean
 */
public record Outputs(Map<String, Var> named, Optional<Var> loss, double count) {
  /** The mean loss. */
  public double meanLoss() {
    return loss.orElseThrow().value().toFloatArray()[0] / count;
  }
}
