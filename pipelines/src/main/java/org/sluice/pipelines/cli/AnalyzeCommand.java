package org.sluice.pipelines.cli;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.apache.spark.sql.SparkSession;
import org.sluice.base.UserError;
import org.sluice.base.config.Binder;
import org.sluice.base.config.Node;
import org.sluice.base.config.Place;
import org.sluice.base.config.Problems;
import org.sluice.jobs.SessionOptions;
import org.sluice.jobs.Sessions;
import org.sluice.jobs.analyze.Analysis;
import org.sluice.jobs.ingest.IngestOptions;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Profiles a corpus. */
@Command(
    name = "analyze",
    mixinStandardHelpOptions = true,
    description = "Measure a corpus before any rule is set, and propose limits.",
    footer = {
      "",
      "Examples:",
      "  sluice analyze data/web",
      "  sluice analyze data/*.warc.gz --share 0.02",
      "  sluice analyze rows.csv --column body --sample 50000",
      "  sluice analyze alpaca.json --column instruction,input,output",
      "",
      "Files are read as ingest reads them; of a folder those that are its data, without README,",
      "licence and the like, and of several kinds of files the one with the most bytes. Nothing",
      "is written."
    })
final class AnalyzeCommand implements Callable<Integer> {
  @Parameters(paramLabel = "PATH", arity = "1..*", description = "Files, folders or globs.")
  private List<String> paths;

  @Option(
      names = "--column",
      paramLabel = "A,B",
      split = ",",
      description = "Columns with the text, joined by line breaks. Default: text.")
  private List<String> columns = List.of("text");

  @Option(names = "--sample", paramLabel = "N", description = "Rows to measure. Default: 20000.")
  private int sample = 20_000;

  @Option(
      names = "--share",
      paramLabel = "X",
      description = "Share of the rows that a proposed limit may drop. Default: 0.05.")
  private double share = 0.05;

  @Option(names = "--master", paramLabel = "URL", description = "Spark master.")
  private Optional<String> master = Optional.empty();

  @Spec private CommandSpec spec;

  @Override
  public Integer call() {
    if (sample < 1 || share <= 0 || share >= 1) {
      throw UserError.of("--sample must be at least 1, --share between 0 and 1", "correct them");
    }
    Map<String, Object> settings = new LinkedHashMap<>();
    settings.put("path", paths);
    Map<String, String> declared = new LinkedHashMap<>();
    columns.forEach(column -> declared.put(column, columns.size() > 1 ? "string?" : "string"));
    settings.put("columns", declared);
    settings.put("materialize", false);
    Problems problems = new Problems();
    IngestOptions files =
        Binder.bind(IngestOptions.class, Node.ofMap(settings, Place.option("analyze")), problems);
    problems.throwIfAny();
    SparkSession spark =
        Sessions.create(new SessionOptions("sluice analyze", master, false, Map.of()));
    try {
      String report = new Analysis(spark, sample).of(files, columns).text(share);
      spec.commandLine().getOut().print(report);
      spec.commandLine().getOut().flush();
      return Main.DONE;
    } finally {
      spark.stop();
    }
  }
}
