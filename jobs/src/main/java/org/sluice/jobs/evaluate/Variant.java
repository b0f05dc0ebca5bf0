package org.sluice.jobs.evaluate;

import java.io.Serializable;
import org.sluice.jobs.ModelOptions;

/**
 * A model to measure.
 *
 * @param name base or tuned
 * @param model path and form of the weights
 * @param adapter folder of the adapter on it; empty without one
 * @param digest the same for the same weights
 */
public record Variant(String name, ModelOptions model, String adapter, String digest)
    implements Serializable {
  static final String BASE = "base";
  static final String TUNED = "tuned";
}
