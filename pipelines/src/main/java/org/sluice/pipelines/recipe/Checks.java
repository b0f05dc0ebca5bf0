package org.sluice.pipelines.recipe;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.sluice.base.Nearest;
import org.sluice.base.config.Node;
import org.sluice.base.config.Problems;
import org.sluice.jobs.clean.CleanOptions;
import org.sluice.jobs.dedup.DedupOptions;
import org.sluice.jobs.ingest.IngestOptions;
import org.sluice.jobs.redact.RedactOptions;

/** What can only be said of settings together, and of the files that they name. */
final class Checks {
  private final Recipe recipe;
  private final Node.Entries root;
  private final Problems problems;

  Checks(Recipe recipe, Node.Entries root, Problems problems) {
    this.recipe = recipe;
    this.root = root;
    this.problems = problems;
  }

  /** A step that reads a kind of table stands behind one that leaves it. */
  void order() {
    for (int i = 0; i < recipe.steps().size(); i++) {
      Flow wanted = recipe.steps().get(i).entry().reads();
      List<RecipeStep> before = recipe.steps().subList(0, i);
      List<RecipeStep> after = recipe.steps().subList(i + 1, recipe.steps().size());
      if (wanted == Flow.SAMPLES && !writes(before, Flow.SAMPLES) && !writes(after, Flow.SAMPLES)) {
        wanted = Flow.DOCUMENTS;
      }
      if (wanted != Flow.NONE && !writes(before, wanted)) {
        Flow missing = wanted;
        String maker =
            Steps.ALL.stream()
                .filter(entry -> entry.writes() == missing)
                .map(StepEntry::name)
                .findFirst()
                .orElseThrow();
        String remedy = writes(after, wanted) ? "put it before " : "add a section ";
        problems.add(
            recipe.steps().get(i).place(),
            recipe.steps().get(i).name() + " reads what " + maker + " writes",
            writes(after, wanted) ? "move " + maker + " before it" : remedy + maker);
      }
    }
  }

  private static boolean writes(List<RecipeStep> steps, Flow flow) {
    return steps.stream().anyMatch(step -> step.entry().writes() == flow);
  }

  void pairs() {
    columns();
  }

  /** Columns that steps name were declared by ingest. */
  private void columns() {
    Optional<IngestOptions> ingest = options("ingest", IngestOptions.class);
    if (ingest.isEmpty()) {
      return;
    }
    List<String> declared = new ArrayList<>(ingest.get().columns().keySet());
    options("clean", CleanOptions.class)
        .ifPresent(clean -> declared("clean.columns", clean.columns(), declared));
    options("dedup", DedupOptions.class)
        .ifPresent(dedup -> declared("dedup.columns", dedup.columns(), declared));
    options("redact", RedactOptions.class)
        .ifPresent(redact -> declared("redact.columns", redact.columns(), declared));
  }

  private void declared(String key, List<String> columns, List<String> declared) {
    for (String column : columns) {
      if (!declared.contains(column)) {
        problems.add(
            Tree.place(root, key),
            key + ": there is no column '" + column + "', ingest declares " + declared,
            "did you mean '" + Nearest.to(column, declared) + "'?");
      }
    }
  }

  private <O extends Record> Optional<O> options(String step, Class<O> type) {
    return recipe.step(step).map(RecipeStep::options).map(type::cast);
  }

  /** Files that the recipe names and no step of it makes. */
  void files() {}
}
