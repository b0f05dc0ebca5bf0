package org.sluice.pipelines.plan;

import java.util.List;
import java.util.Locale;

/** The steps of a recipe, and which of them run. */
public record Plan(List<PlannedStep> steps) {

  /** The steps that run. */
  public List<PlannedStep> running() {
    return steps.stream().filter(PlannedStep::runs).toList();
  }

  /** The plan as a table for people. */
  public String text() {
    StringBuilder out = new StringBuilder();
    int width = steps.stream().mapToInt(step -> step.name().length()).max().orElse(1);
    String layout = "%-" + Math.max(width, 10) + "s %-13s %-22s %10s  %s";
    out.append(line(layout, "step", "reads", "writes", "rows", "")).append('\n');
    for (PlannedStep step : steps) {
      String input = step.input().isEmpty() ? "files" : step.input();
      String rows = step.rows() < 0 ? "" : String.format(Locale.ROOT, "~%,d", step.rows());
      String decision = (step.runs() ? "runs: " : "skipped: ") + step.reason();
      out.append(line(layout, step.name(), input, step.output(), rows, decision)).append('\n');
    }
    return out.toString();
  }

  private static String line(String layout, Object... values) {
    return String.format(Locale.ROOT, layout, values).stripTrailing();
  }
}
