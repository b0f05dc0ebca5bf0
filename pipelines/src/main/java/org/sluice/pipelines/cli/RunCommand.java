package org.sluice.pipelines.cli;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.sluice.base.Progress;
import org.sluice.base.UserError;
import org.sluice.jobs.Failures;
import org.sluice.jobs.Sessions;
import org.sluice.pipelines.recipe.Recipe;
import org.sluice.pipelines.recipe.RecipeReader;
import org.sluice.pipelines.run.RunFolder;
import org.sluice.pipelines.run.RunOptions;
import org.sluice.pipelines.run.Runner;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Runs a recipe. */
@Command(
    name = "run",
    mixinStandardHelpOptions = true,
    description = "Run a recipe: every step that is not done yet, or whose input changed.",
    footer = {
      "",
      "Examples:",
      "  sluice run conf/recipes/quickstart.yaml",
      "  sluice run conf/recipes/web-english.yaml --set input.path=corpus --set output.path=out/web",
      "  sluice run recipe.yaml --set train.steps=50 --set train.target_modules=[q_proj,v_proj]",
      "  sluice run recipe.yaml --dry-run",
      "  sluice run recipe.yaml --from train",
      "  sluice run recipe.yaml --until tokenize"
    })
final class RunCommand implements Callable<Integer> {
  @Parameters(paramLabel = "RECIPE", description = "A YAML file.")
  private Path recipe;

  @Option(
      names = "--set",
      paramLabel = "KEY=VALUE",
      description = "Override a setting; may come again.")
  private List<String> sets = List.of();

  @Option(
      names = "--from",
      paramLabel = "STEP",
      description = "Run this step and all behind it, done or not.")
  private Optional<String> from = Optional.empty();

  @Option(names = "--until", paramLabel = "STEP", description = "Stop after this step.")
  private Optional<String> until = Optional.empty();

  @Option(names = "--dry-run", description = "Print the plan and do nothing.")
  private boolean dryRun;

  @Option(
      names = "--master",
      paramLabel = "URL",
      description = "Spark master, e.g. local[2] or spark://host:7077.")
  private Optional<String> master = Optional.empty();

  @Override
  public Integer call() throws Exception {
    Sessions.prepare();
    List<String> all = new ArrayList<>(sets);
    master.ifPresent(url -> all.add("spark.master=" + url));
    Recipe read = RecipeReader.read(recipe, all, RecipeReader.Files.MUST_EXIST);
    RunOptions.Mode mode = dryRun ? RunOptions.Mode.PLAN_ONLY : RunOptions.Mode.RUN;
    if (mode == RunOptions.Mode.RUN) {
      Logs.to(RunFolder.of(read).log());
    }
    Progress progress = Progress.of(System.err, Terminal.isThere());
    Runner runner = new Runner(read, progress, System.out);
    try {
      runner.run(new RunOptions(from, until, mode));
    } catch (Exception e) { // some that Spark throws are checked and not declared
      Optional<UserError> mistake = Failures.userError(e, read.output().path());
      throw mistake.isPresent() ? mistake.get() : e;
    }
    return Main.DONE;
  }
}
