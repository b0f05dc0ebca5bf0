package org.sluice.pipelines.quickstart;

import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.apache.spark.sql.SparkSession;
import org.sluice.jobs.Step;
import org.sluice.jobs.StepContext;
import org.sluice.jobs.StepResult;

/** Writes the made-up corpus as files, for ingest to read. */
public final class GenerateStep implements Step<GenerateOptions> {
  @Override
  public String name() {
    return "generate";
  }

  @Override
  public Class<GenerateOptions> options() {
    return GenerateOptions.class;
  }

  @Override
  public String codeVersion() {
    return "1";
  }

  @Override
  public void check(SparkSession spark, GenerateOptions options, StepContext context) {}

  @Override
  public StepResult run(SparkSession spark, GenerateOptions options, StepContext context) {
    GeneratedCorpus corpus = CorpusGenerator.generate(options);
    Map<String, Object> planted = new TreeMap<>();
    corpus.kinds().forEach((kind, count) -> planted.put("planted_" + kind, count));
    return StepResult.kept(options.rows(), List.of()).withMetrics(planted);
  }
}
