package org.sluice.pipelines.run;

import java.util.List;
import java.util.Optional;
import org.sluice.base.Nearest;
import org.sluice.base.UserError;
import org.sluice.pipelines.recipe.Recipe;
import org.sluice.pipelines.recipe.RecipeStep;

/**
 * How a recipe is run this time.
 *
 * @param from a step that runs in any case, with those behind it
 * @param until the last step that may run
 * @param mode whether the plan is carried out
 */
public record RunOptions(Optional<String> from, Optional<String> until, Mode mode) {
  /**
   * Refuses names of steps that the recipe lacks.
   *
   * @throws UserError with the nearest name
   */
  void check(Recipe recipe) {
    from.ifPresent(name -> refuseUnknown(recipe, "--from", name));
    until.ifPresent(name -> refuseUnknown(recipe, "--until", name));
  }

  private static void refuseUnknown(Recipe recipe, String option, String name) {
    if (recipe.step(name).isEmpty()) {
      List<String> names = recipe.steps().stream().map(RecipeStep::name).toList();
      throw UserError.of(
          option + " " + name + ": the recipe has no such step",
          "did you mean '" + Nearest.to(name, names) + "'?");
    }
  }

  /** Whether the plan is carried out. */
  public enum Mode {
    RUN,
    PLAN_ONLY
  }
}
