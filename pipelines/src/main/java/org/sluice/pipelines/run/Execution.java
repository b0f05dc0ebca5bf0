package org.sluice.pipelines.run;

import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.apache.spark.sql.SparkSession;
import org.sluice.base.Progress;
import org.sluice.base.config.Canonical;
import org.sluice.jobs.Step;
import org.sluice.jobs.StepContext;
import org.sluice.jobs.StepProgress;
import org.sluice.jobs.StepResult;
import org.sluice.jobs.tables.Tables;
import org.sluice.jobs.train.TrainStep;
import org.sluice.pipelines.plan.Fingerprint;
import org.sluice.pipelines.plan.Plan;
import org.sluice.pipelines.plan.PlannedStep;
import org.sluice.pipelines.plan.Planner;
import org.sluice.pipelines.plan.RunState;
import org.sluice.pipelines.plan.StepRecord;
import org.sluice.pipelines.recipe.NamedFiles;
import org.sluice.pipelines.recipe.Recipe;
import org.sluice.pipelines.recipe.StepEntry;
import org.sluice.pipelines.recipe.TableKind;

/** Carries a plan out, and notes each step when it is done. */
final class Execution {
  private final Recipe recipe;
  private final Progress progress;
  private final SparkSession spark;
  private final RunFolder folder;
  private final Tables tables;
  private final RunState state;
  private final Planner planner;
  private final History history;
  private final String runId = UUID.randomUUID().toString();
  private final Map<String, Fingerprint> pending = new LinkedHashMap<>();
  private double handedOnSeconds;

  Execution(
      Recipe recipe,
      Progress progress,
      SparkSession spark,
      RunFolder folder,
      Tables tables,
      RunState state,
      Planner planner) {
    this.recipe = recipe;
    this.progress = progress;
    this.spark = spark;
    this.folder = folder;
    this.tables = tables;
    this.state = state;
    this.planner = planner;
    this.history = new History(folder.history());
  }

  void run(Plan plan) {
    spark.conf().set(TrainStep.RECIPE_DIGEST, recipe.digest());
    for (PlannedStep planned : plan.steps()) {
      if (!planned.runs()) {
        progress.note(String.format("%-10s skipped, %s", planned.name(), planned.reason()));
      } else if (canBeChecked(planned)) {
        check(planned, planned.step().entry());
      }
    }
    for (PlannedStep planned : plan.running()) {
      Optional<String> dry = stepWithoutRows(plan, planned);
      if (dry.isEmpty()) {
        run(planned, planned.step().entry());
      } else {
        state.forget(planned.name());
        progress.note(
            String.format("%-10s left out, %s found nothing new", planned.name(), dry.get()));
      }
    }
    if (!plan.running().isEmpty()) {
      label(History.TABLE, "write");
      history.writeTable(spark, tables);
    }
  }

  /** A step before this one that has kept none of its rows, which was no mistake. */
  private Optional<String> stepWithoutRows(Plan plan, PlannedStep planned) {
    return plan.steps().stream()
        .takeWhile(step -> !step.equals(planned))
        .map(PlannedStep::name)
        .filter(name -> state.step(name).filter(StepRecord::keptNothing).isPresent())
        .findFirst();
  }

  /** A step that looks into its input waits for it; and for files that a step before it makes. */
  private boolean canBeChecked(PlannedStep planned) {
    TableKind reads = planned.step().entry().reads();
    boolean looksAtTable = reads == TableKind.DOCUMENTS || reads == TableKind.SAMPLES;
    return NamedFiles.allThere(planned.step())
        && (!looksAtTable || tables.isReadable(planned.input()));
  }

  /** What can be refused is refused before the first step begins. */
  private <O extends Record> void check(PlannedStep planned, StepEntry<O> entry) {
    O options = entry.options().cast(planned.step().options());
    label(planned.name(), "look at what it is given");
    entry.step().get().check(spark, options, context(planned, progress));
  }

  private <O extends Record> void run(PlannedStep planned, StepEntry<O> entry) {
    O options = entry.options().cast(planned.step().options());
    Step<O> step = entry.step().get();
    long start = System.nanoTime();
    state.forget(step.name());
    StepResult result =
        StepProgress.watch(
            spark,
            progress,
            step.name(),
            planner.rows(planned),
            shown -> {
              StepContext context = context(planned, shown);
              step.check(spark, options, context);
              pending.put(step.name(), planner.fingerprint(planned.step()));
              return step.run(spark, options, context);
            });
    handedOnSeconds += (System.nanoTime() - start) / 1e9;
    if (!result.isDeferred()) {
      label(step.name(), "note what was done");
      settle(step.name(), result, handedOnSeconds);
      handedOnSeconds = 0;
    }
  }

  /** How Spark's UI calls the jobs that follow. */
  private void label(String group, String what) {
    spark.sparkContext().setJobGroup(group, group + ": " + what, false);
  }

  private StepContext context(PlannedStep planned, Progress shown) {
    return new StepContext(folder.root(), tables, planned.input(), shown, runId);
  }

  /**
   * Notes a step that is done, and those whose rows it wrote.
   *
   * @param seconds of all of them: they work in one pass
   */
  private void settle(String name, StepResult result, double seconds) {
    List<Map.Entry<String, StepResult>> results = new ArrayList<>(result.settled().entrySet());
    results.add(Map.entry(name, result));
    for (Map.Entry<String, StepResult> settled : results) {
      note(settled.getKey(), settled.getValue(), name, seconds);
    }
  }

  private String settings(String name) {
    return recipe.steps().stream()
        .filter(step -> step.name().equals(name))
        .map(step -> Canonical.json(step.options()))
        .findFirst()
        .orElse("{}");
  }

  private void note(String name, StepResult result, String settler, double seconds) {
    Map<String, String> stamps = new LinkedHashMap<>();
    result.outputTables().stream()
        .filter(tables::exists)
        .forEach(table -> stamps.put(table, tables.stamp(table)));
    String now = Instant.now().truncatedTo(ChronoUnit.SECONDS).toString();
    StepRecord record =
        StepRecord.of(
            runId,
            pending.remove(name),
            result,
            stamps,
            new StepRecord.Measured(
                now,
                name.equals(settler) ? seconds : 0,
                name.equals(settler) ? null : settler,
                PeakMemory.mebibytes()));
    history.add(recipe.name(), recipe.digest(), name, settings(name), record);
    state.record(name, record);
    Metrics metrics = Metrics.load(folder.metrics());
    state.steps().forEach((step, done) -> metrics.merge(step, done.metrics()));
    metrics.save(folder.metrics());
  }
}
