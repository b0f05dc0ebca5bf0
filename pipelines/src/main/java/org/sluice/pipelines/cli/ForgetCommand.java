package org.sluice.pipelines.cli;

import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.sluice.base.Progress;
import org.sluice.base.UserError;
import org.sluice.jobs.SessionOptions;
import org.sluice.jobs.Sessions;
import org.sluice.jobs.lineage.Forget;
import org.sluice.jobs.lineage.Forgotten;
import org.sluice.jobs.lineage.Project;
import org.sluice.jobs.lineage.RowIds;
import org.sluice.jobs.lineage.TrainedModel;
import org.sluice.jobs.tables.TableFormat;
import org.sluice.pipelines.plan.RunState;
import org.sluice.pipelines.recipe.Recipe;
import org.sluice.pipelines.recipe.RecipeReader;
import org.sluice.pipelines.run.RunFolder;
import org.sluice.pipelines.run.RunOptions;
import org.sluice.pipelines.run.Runner;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** Takes rows out of all tables of a run, and says which models must be trained again. */
@Command(
    name = "forget",
    mixinStandardHelpOptions = true,
    description = "Take rows out of all tables of a run, and say which models held them.",
    footer = {
      "",
      "Examples:",
      "  sluice forget --ids ids.txt --output.path out/finance --dry-run",
      "  sluice forget --ids ids.txt --output.path out/finance --with-copies",
      "  sluice forget --key author=ana --output.path out/finance --retrain finance.yaml",
      "",
      "Older versions of the tables go too. Files outside DIR, such as the source, are not touched:",
      "rows that come from there again are dropped by ingest."
    })
final class ForgetCommand implements Callable<Integer> {
  @Option(names = "--ids", paramLabel = "FILE", description = "A file with one id a line.")
  private Optional<Path> file = Optional.empty();

  @Option(
      names = "--key",
      paramLabel = "COLUMN=VALUE",
      description = "Rows whose document has this value; may come again.")
  private List<String> keys = List.of();

  @Option(
      names = "--output.path",
      paramLabel = "DIR",
      required = true,
      description = "Folder of the run.")
  private Path output;

  @Option(names = "--with-copies", description = "Also rows that dedup found to be their copies.")
  private boolean copies;

  @Option(names = "--dry-run", description = "Only count.")
  private boolean dryRun;

  @Option(
      names = "--retrain",
      paramLabel = "RECIPE",
      description = "Then run this recipe, which trains again what has to be.")
  private Optional<Path> retrain = Optional.empty();

  @Option(
      names = "--set",
      paramLabel = "KEY=VALUE",
      description = "Override a setting of that recipe; may come again.")
  private List<String> sets = List.of();

  @Option(names = "--master", paramLabel = "URL", description = "Spark master.")
  private Optional<String> master = Optional.empty();

  @Spec private CommandSpec spec;

  @Override
  public Integer call() {
    if (file.isEmpty() && keys.isEmpty()) {
      throw UserError.of("no rows are named", "give --ids FILE or --key COLUMN=VALUE");
    }
    Project project = Project.at(output);
    Optional<Recipe> recipe = retrain.map(this::recipe);
    Progress progress = Progress.of(System.err, Terminal.isThere());
    Forgotten forgotten = forget(project, progress);
    print(forgotten);
    if (!dryRun) {
      restamp(forgotten);
      recipe.ifPresent(
          again ->
              new Runner(again, progress, System.out)
                  .run(new RunOptions(Optional.empty(), Optional.empty(), RunOptions.Mode.RUN)));
    }
    return Main.DONE;
  }

  private Recipe recipe(Path path) {
    List<String> all = new ArrayList<>(sets);
    all.add("output.path=" + output);
    return RecipeReader.read(path, all, RecipeReader.Files.MUST_EXIST);
  }

  private Forgotten forget(Project project, Progress progress) {
    SparkSession spark =
        Sessions.create(
            new SessionOptions(
                "sluice forget", master, project.format() == TableFormat.DELTA, Map.of()));
    try {
      RowIds rows = new RowIds(spark, project.tables(spark));
      Dataset<Row> ids = file.map(rows::in).orElseGet(() -> rows.of(List.of()));
      for (String key : keys) {
        ids = ids.union(rows.with(key));
      }
      Dataset<Row> all = copies ? rows.withCopies(ids) : ids;
      Forget forget = new Forget(spark, project, progress);
      return dryRun ? forget.look(all) : forget.run(all);
    } finally {
      spark.stop();
    }
  }

  /** The steps before the models count as done on what is left; the models don't. */
  private void restamp(Forgotten forgotten) {
    Path file = output.resolve(RunFolder.STATE);
    Map<String, String> stamps = new LinkedHashMap<>();
    forgotten.stamps().forEach((table, c) -> stamps.put(table + "@" + c.before(), c.after()));
    RunState state = RunState.load(file);
    state.restamp(stamps);
    forgotten.staleSteps().forEach(state::forget);
  }

  private void print(Forgotten forgotten) {
    PrintWriter out = spec.commandLine().getOut();
    out.printf("%,d ids, %,d of them known here%n", forgotten.asked(), forgotten.found());
    forgotten
        .rows()
        .forEach(
            (table, rows) ->
                out.printf("  %-18s %,9d %s%n", table, rows, dryRun ? "hold them" : "changed"));
    for (Map.Entry<TrainedModel, Long> model : forgotten.stale().entrySet()) {
      out.printf(
          "retrain %s: it was trained on %,d of these rows%n",
          model.getKey().folder(), model.getValue());
    }
    if (!forgotten.stale().isEmpty() && retrain.isEmpty()) {
      out.println(
          "how: sluice run RECIPE, or --retrain RECIPE; step by step, from the first of "
              + forgotten.staleSteps()
              + " on");
    }
    out.flush();
  }
}
