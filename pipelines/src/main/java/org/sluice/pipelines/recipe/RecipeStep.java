package org.sluice.pipelines.recipe;

import org.sluice.base.config.Node;
import org.sluice.base.config.Place;

/**
 * One step of a recipe.
 *
 * @param options the step's own options record
 * @param section what was written, with what other sections hand to it
 * @param place where its section stands
 */
public record RecipeStep(StepEntry<?> entry, Record options, Node.Entries section, Place place) {
  public String name() {
    return entry.name();
  }
}
