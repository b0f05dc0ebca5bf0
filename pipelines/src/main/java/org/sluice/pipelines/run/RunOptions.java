package org.sluice.pipelines.run;

import java.util.Optional;

/**
 * How a recipe is run this time.
 *
 * @param from a step that runs in any case, with those behind it
 * @param until the last step that may run
 * @param mode whether the plan is carried out
 */
public record RunOptions(Optional<String> from, Optional<String> until, Mode mode) {
  /** Whether the plan is carried out. */
  public enum Mode {
    RUN,
    PLAN_ONLY
  }
}
