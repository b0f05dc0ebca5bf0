package org.sluice.pipelines.cli;

import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.apache.spark.sql.SparkSession;
import org.sluice.base.UserError;
import org.sluice.jobs.SessionOptions;
import org.sluice.jobs.Sessions;
import org.sluice.jobs.lineage.LineageReport;
import org.sluice.jobs.lineage.LineageViews;
import org.sluice.jobs.lineage.Project;
import org.sluice.jobs.lineage.TrainedModel;
import org.sluice.jobs.tables.TableFormat;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** From a model to its rows, and from a row to all that holds it. */
@Command(
    name = "lineage",
    mixinStandardHelpOptions = true,
    description = "Say what a model was trained on, or which tables and models hold a row.",
    footer = {
      "",
      "Examples:",
      "  sluice lineage out/finance/adapter",
      "  sluice lineage --output.path out/finance --id news-000001",
      "  sluice lineage --output.path out/finance --key author=ana",
      "  sluice lineage out/finance/adapter --sql >views.sql",
      "",
      "--sql prints statements that make the views lineage_models, lineage_rows, lineage_rules and",
      "lineage_places in any Spark SQL client."
    })
final class LineageCommand implements Callable<Integer> {
  @Parameters(
      arity = "0..1",
      paramLabel = "MODEL",
      description = "Folder of an adapter or a model, such as OUTPUT/adapter.")
  private Optional<Path> model = Optional.empty();

  @Option(
      names = "--output.path",
      paramLabel = "DIR",
      description = "Folder of the run. Default: the one that the model lies in.")
  private Optional<Path> output = Optional.empty();

  @Option(names = "--id", paramLabel = "ID", description = "Find this row; may come again.")
  private List<String> ids = List.of();

  @Option(
      names = "--key",
      paramLabel = "COLUMN=VALUE",
      description = "Find the rows whose document has this value; may come again.")
  private List<String> keys = List.of();

  @Option(names = "--sql", description = "Print the views as SQL and ask nothing.")
  private boolean sql;

  @Option(names = "--master", paramLabel = "URL", description = "Spark master.")
  private Optional<String> master = Optional.empty();

  @Spec private CommandSpec spec;

  @Override
  public Integer call() {
    Optional<TrainedModel> asked = model.map(TrainedModel::at);
    Project project =
        output
            .map(Project::at)
            .or(() -> model.flatMap(Project::around))
            .orElseThrow(
                () ->
                    UserError.of(
                        "lineage asks for a model or for rows",
                        "give the folder of a model, or --output.path DIR with --id or --key"));
    PrintWriter out = spec.commandLine().getOut();
    SparkSession spark =
        Sessions.create(
            new SessionOptions(
                "sluice lineage", master, project.format() == TableFormat.DELTA, Map.of()));
    try {
      LineageViews views =
          asked
              .map(of -> LineageViews.of(spark, project, of))
              .orElseGet(() -> LineageViews.now(spark, project));
      if (sql) {
        views.statements().forEach(statement -> out.println(statement + ";"));
      } else {
        views.create(spark);
        LineageReport report = new LineageReport(spark, project, views);
        out.print(
            ids.isEmpty() && keys.isEmpty() ? report.ofModels(asked) : report.ofRows(ids, keys));
      }
      out.flush();
      return Main.DONE;
    } finally {
      spark.stop();
    }
  }
}
