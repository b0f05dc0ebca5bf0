package org.sluice.pipelines.report;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.apache.spark.sql.SparkSession;
import org.sluice.base.UserError;
import org.sluice.jobs.Step;
import org.sluice.jobs.StepContext;
import org.sluice.jobs.StepResult;

/** Writes OUTPUT/report.html from the tables, the metrics and the log of a run. */
public final class ReportStep implements Step<ReportOptions> {
  @Override
  public String name() {
    return "report";
  }

  @Override
  public Class<ReportOptions> options() {
    return ReportOptions.class;
  }

  @Override
  public String codeVersion() {
    return "1";
  }

  @Override
  public void check(SparkSession spark, ReportOptions options, StepContext context) {}

  @Override
  public StepResult run(SparkSession spark, ReportOptions options, StepContext context) {
    if (Stream.of("tables", "runs").map(context.output()::resolve).noneMatch(Files::isDirectory)) {
      throw UserError.at(
          context.output(), "", "holds no run", "give the output.path of a run with --output.path");
    }
    ReportData data = new RunFacts(context, options).data();
    Report.write(file(context.output()), data);
    return StepResult.kept(0, List.of());
  }

  @Override
  public String told(StepResult result, Path output) {
    return "wrote " + file(output);
  }

  private static Path file(Path output) {
    return output.resolve("report.html");
  }
}
