/**
 * A recipe: one YAML file that says what is done to which data.
 *
 * <p>{@link org.sluice.pipelines.recipe.RecipeReader} reads it onto the steps' own options records
 * and tells every mistake at once; {@link org.sluice.pipelines.recipe.Steps} lists the steps.
 */
package org.sluice.pipelines.recipe;
