package org.sluice.pipelines.run;

import java.util.Optional;

/**
 * How a recipe is run this time.
 *
 * @param from a step that runs in any case, with those behind it
 * @param mode whether the plan is carried out
 */
public record RunOptions(Optional<String> from, Mode mode) {
  /** Whether the plan is carried out. */
  public enum Mode {
    RUN,
    PLAN_ONLY
  }
}
