package org.sluice.pipelines.recipe;

import java.util.EnumMap;
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

  /** The table that a step reads: the newest of its kind before it; empty when it reads none. */
  public String input(RecipeStep reader) {
    Map<TableKind, String> newest = new EnumMap<>(TableKind.class);
    for (RecipeStep step : steps) {
      TableKind wanted = step.entry().reads();
      if (step.equals(reader)) {
        String found = newest.getOrDefault(wanted, "");
        boolean plain = found.isEmpty() && wanted == TableKind.SAMPLES;
        return plain ? newest.getOrDefault(TableKind.DOCUMENTS, "") : found;
      }
      newest.putAll(step.entry().tables());
    }
    throw new IllegalArgumentException(reader.name() + " is not of this recipe");
  }

  /** The step that hands a step its rows unwritten, if one does. */
  public Optional<RecipeStep> handsOverTo(RecipeStep reader) {
    String input = input(reader);
    return steps.stream()
        .filter(step -> !input.isEmpty() && step.entry().tables().containsValue(input))
        .filter(step -> !Materialized.of(step.options()))
        .findFirst();
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
