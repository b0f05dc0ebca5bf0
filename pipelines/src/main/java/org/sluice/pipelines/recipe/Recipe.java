package org.sluice.pipelines.recipe;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.sluice.base.config.Canonical;

/**
 * A recipe without mistakes.
 *
 * @param file as the user named it
 * @param steps in the order in which they run
 */
public record Recipe(
    String name, String file, List<RecipeStep> steps, OutputOptions output, SparkOptions spark) {

  /** The step of this name, if the recipe has it. */
  public Optional<RecipeStep> step(String step) {
    return steps.stream().filter(s -> s.name().equals(step)).findFirst();
  }

  /**
   * SHA-256 over the canonical JSON of name and steps. Where the run leaves its files and which
   * cluster does the work is not part of it.
   */
  public String digest() {
    Map<String, Object> sections = new LinkedHashMap<>();
    steps.forEach(step -> sections.put(step.name(), step.options()));
    return Canonical.digest(Map.of("name", name, "steps", sections));
  }
}
