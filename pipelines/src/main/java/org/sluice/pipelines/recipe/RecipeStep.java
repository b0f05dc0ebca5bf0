package org.sluice.pipelines.recipe;

import org.sluice.base.config.Place;

/**
 * One step of a recipe.
 *
 * @param options the step's own options record
 * @param place where its section stands
 */
public record RecipeStep(StepEntry<?> entry, Record options, Place place) {
  public String name() {
    return entry.name();
  }
}
