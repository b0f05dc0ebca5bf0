package org.sluice.pipelines.plan;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.sluice.base.config.Canonical;
import org.sluice.jobs.tables.Tables;
import org.sluice.pipelines.recipe.Materialized;
import org.sluice.pipelines.recipe.NamedFiles;
import org.sluice.pipelines.recipe.Recipe;
import org.sluice.pipelines.recipe.RecipeStep;
import org.sluice.pipelines.recipe.TableKind;

/**
 * Decides which steps of a recipe run.
 *
 * <p>A step is skipped when it was done before with the same fingerprint and its output is still
 * there. Behind a step that runs, all steps run. Steps that hand their rows over unwritten run, or
 * are skipped, together with the step that writes them.
 */
public final class Planner {
  private static final String INGEST = "ingest";
  private static final Set<TableKind> COUNTED_BY_READER =
      Set.of(TableKind.BLOCKS, TableKind.TEST_ROWS);

  private final Recipe recipe;
  private final RunState state;
  private final Tables tables;
  private final Path output;

  /**
   * A planner for one folder.
   *
   * @param output the run's folder
   */
  public Planner(Recipe recipe, RunState state, Tables tables, Path output) {
    this.recipe = recipe;
    this.state = state;
    this.tables = tables;
    this.output = output;
  }

  /**
   * Plans a run.
   *
   * @param from a step that runs in any case, with those behind it
   * @param until the last step that may run
   */
  public Plan plan(Optional<String> from, Optional<String> until) {
    List<PlannedStep> steps = new ArrayList<>();
    String before = "";
    long rows = RowEstimate.UNKNOWN;
    boolean ended = false;
    for (RecipeStep step : recipe.steps()) {
      rows = rows(step, rows);
      boolean forced = from.map(step.name()::equals).orElse(false);
      String why = forced ? "--from " + step.name() : "";
      if (why.isEmpty()) {
        why = before.isEmpty() ? whyNotDone(step) : "after " + before;
      }
      boolean runs = !why.isEmpty() && !ended;
      String reason = runs ? why : ended ? "behind --until" : "done and unchanged";
      steps.add(new PlannedStep(step, recipe.input(step), runs, reason, rows));
      before = runs && before.isEmpty() ? step.name() : before;
      ended |= until.map(step.name()::equals).orElse(false);
      rows = rowsKept(step, rows);
    }
    return new Plan(withHanders(steps));
  }

  /** What the result of a step depends on now; its input must be there. */
  public Fingerprint fingerprint(RecipeStep step) {
    String input = recipe.input(step);
    String stamp = input.isEmpty() ? "" : input + "@" + tables.stamp(input);
    Optional<RecipeStep> hander = recipe.handsOverTo(step);
    if (hander.isPresent()) {
      stamp = RunState.HANDED_OVER + Canonical.digest(fingerprint(hander.get()));
    }
    return Fingerprint.of(step, stamp);
  }

  private String whyNotDone(RecipeStep step) {
    Optional<StepRecord> done = state.step(step.name());
    if (done.isEmpty()) {
      return "not done yet";
    }
    String changed = fingerprint(step).changedSince(done.get().fingerprint());
    if (!changed.isEmpty()) {
      return changed;
    }
    boolean tablesThere =
        done.get().stamps().entrySet().stream().allMatch(table -> isOwn(table, step));
    boolean filesThere =
        step.entry().leaves().stream().map(output::resolve).allMatch(Files::exists);
    return tablesThere && filesThere ? "" : "its output is gone";
  }

  /** Tables that several steps write (the account) only have to be there. */
  private boolean isOwn(Map.Entry<String, String> table, RecipeStep step) {
    return step.entry().tables().containsValue(table.getKey())
        ? tables.stamp(table.getKey()).equals(table.getValue())
        : tables.exists(table.getKey());
  }

  private static List<PlannedStep> withHanders(List<PlannedStep> planned) {
    List<PlannedStep> steps = new ArrayList<>(planned);
    for (int i = steps.size() - 1; i >= 0; i--) {
      PlannedStep reader = steps.get(i);
      for (int j = 0; reader.runs() && j < i; j++) {
        PlannedStep hander = steps.get(j);
        boolean hands =
            hander.step().entry().tables().containsValue(reader.input())
                && !Materialized.of(hander.step().options());
        if (hands && !hander.runs()) {
          steps.set(j, hander.running("its rows go to " + reader.name()));
        }
      }
    }
    return List.copyOf(steps);
  }

  /**
   * About how many rows a planned step will read, now that the steps before it are done: lines of
   * its files, or the rows that the step before it kept. Blocks and test rows are counted by those
   * who read them.
   */
  public long rows(PlannedStep planned) {
    RecipeStep step = planned.step();
    if (step.name().equals(INGEST)) {
      return lines(step);
    }
    if (COUNTED_BY_READER.contains(step.entry().reads())) {
      return RowEstimate.UNKNOWN;
    }
    return recipe.steps().stream()
        .filter(maker -> maker.entry().tables().containsValue(planned.input()))
        .flatMap(maker -> state.step(maker.name()).stream())
        .mapToLong(StepRecord::rowsKept)
        .findFirst()
        .orElse(planned.rows());
  }

  /** Rows that a step reads: those of its last run, or lines of its files, or those before it. */
  private long rows(RecipeStep step, long before) {
    Optional<StepRecord> done = state.step(step.name());
    if (done.isPresent()) {
      return done.get().rowsRead();
    }
    if (step.name().equals(INGEST)) {
      return lines(step);
    }
    return step.entry().reads() == TableKind.NONE ? RowEstimate.UNKNOWN : before;
  }

  private static long lines(RecipeStep ingest) {
    List<Path> files = new ArrayList<>(NamedFiles.of(ingest, "path"));
    files.addAll(NamedFiles.of(ingest, "test_path"));
    return files.isEmpty() ? RowEstimate.UNKNOWN : RowEstimate.lines(files);
  }

  private long rowsKept(RecipeStep step, long read) {
    return state.step(step.name()).map(StepRecord::rowsKept).orElse(read);
  }
}
