package org.sluice.pipelines.plan;

import java.util.ArrayList;
import java.util.List;
import java.util.TreeSet;
import org.sluice.pipelines.recipe.Materialized;
import org.sluice.pipelines.recipe.RecipeStep;

/**
 * A step and what becomes of it.
 *
 * @param input the table that it reads; empty when it reads files
 * @param runs false when it is skipped
 * @param reason why it runs or is skipped
 * @param rows about how many rows it will read; negative when nobody knows
 */
public record PlannedStep(RecipeStep step, String input, boolean runs, String reason, long rows) {
  public String name() {
    return step.name();
  }

  /** What it leaves: a table, files below OUTPUT, or rows for the next step. */
  String output() {
    if (!Materialized.of(step.options())) {
      return "(handed over)";
    }
    List<String> all = new ArrayList<>(new TreeSet<>(step.entry().tables().values()));
    all.addAll(step.entry().leaves());
    return String.join(", ", all);
  }

  PlannedStep running(String why) {
    return new PlannedStep(step, input, true, why, rows);
  }
}
