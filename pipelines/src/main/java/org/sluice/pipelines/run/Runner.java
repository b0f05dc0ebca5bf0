package org.sluice.pipelines.run;

import java.io.PrintStream;
import org.apache.spark.sql.SparkSession;
import org.sluice.base.Progress;
import org.sluice.jobs.SessionOptions;
import org.sluice.jobs.Sessions;
import org.sluice.jobs.tables.TableFormat;
import org.sluice.jobs.tables.Tables;
import org.sluice.pipelines.plan.Plan;
import org.sluice.pipelines.plan.Planner;
import org.sluice.pipelines.plan.RunState;
import org.sluice.pipelines.plan.TrainingMemory;
import org.sluice.pipelines.recipe.Recipe;

/** Runs a recipe: plans, does what is to do, keeps the account, and says what came of it. */
public final class Runner {
  private final Recipe recipe;
  private final Progress progress;
  private final PrintStream out;

  /** A runner that tells its progress and prints plan and summary to {@code out}. */
  public Runner(Recipe recipe, Progress progress, PrintStream out) {
    this.recipe = recipe;
    this.progress = progress;
    this.out = out;
  }

  /**
   * Runs the recipe, or only prints the plan.
   *
   * @throws org.sluice.base.UserError when the user has to mend something
   */
  public void run(RunOptions options) {
    options.check(recipe);
    try (RunFolder folder = RunFolder.of(recipe)) {
      boolean work = options.mode() == RunOptions.Mode.RUN;
      if (work) {
        folder.claim(recipe);
      }
      try (Session session = new Session(recipe)) {
        Tables tables =
            new Tables(session.spark(), folder.tables().toString(), recipe.output().format());
        RunState state = RunState.load(folder.state());
        session.spark().sparkContext().setJobGroup("plan", "plan: look at what is done", false);
        Planner planner = new Planner(recipe, state, tables, folder.root());
        Plan plan = planner.plan(options.from(), options.until());
        if (work) {
          new Execution(recipe, progress, session.spark(), folder, tables, state, planner)
              .run(plan);
          new Summary(recipe, folder, state, out).print(plan);
        } else {
          out.print("recipe " + recipe.name() + ", digest " + recipe.digest() + "\n");
          out.print("output " + folder.root() + " (" + formatName() + ")\n\n" + plan.text());
          TrainingMemory.of(recipe).ifPresent(need -> out.print("\n" + TrainingMemory.line(need)));
        }
      }
    }
  }

  private String formatName() {
    return recipe.output().format() == TableFormat.DELTA ? "Delta" : "Parquet";
  }

  private record Session(SparkSession spark) implements AutoCloseable {
    Session(Recipe recipe) {
      this(
          Sessions.create(
              new SessionOptions(
                  "sluice " + recipe.name(),
                  recipe.spark().master(),
                  recipe.output().format() == TableFormat.DELTA,
                  recipe.spark().conf())));
    }

    @Override
    public void close() {
      spark.stop();
    }
  }
}
