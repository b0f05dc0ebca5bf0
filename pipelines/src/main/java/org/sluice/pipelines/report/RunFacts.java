package org.sluice.pipelines.report;

import static org.apache.spark.sql.functions.avg;
import static org.apache.spark.sql.functions.col;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.TreeMap;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.sluice.jobs.StepContext;
import org.sluice.jobs.tables.Schemas;
import org.sluice.jobs.tables.Tables;
import org.sluice.pipelines.plan.RunState;
import org.sluice.pipelines.plan.StepRecord;
import org.sluice.pipelines.recipe.Steps;
import org.sluice.pipelines.report.ReportData.Comparison;
import org.sluice.pipelines.report.ReportData.CurvePoint;
import org.sluice.pipelines.report.ReportData.EntityCount;
import org.sluice.pipelines.report.ReportData.Fact;
import org.sluice.pipelines.report.ReportData.Histogram;
import org.sluice.pipelines.report.ReportData.RuleDrops;
import org.sluice.pipelines.report.ReportData.Sample;
import org.sluice.pipelines.report.ReportData.StepRow;

/** Gathers what a report shows from the folder of a run; what is not there is left out. */
final class RunFacts {
  private static final ObjectMapper JSON = new ObjectMapper();

  private final StepContext context;
  private final ReportOptions options;
  private final Tables tables;
  private final RunState state;

  RunFacts(StepContext context, ReportOptions options) {
    this.context = context;
    this.options = options;
    this.tables = context.tables();
    this.state = RunState.load(context.output().resolve("runs/steps.json"));
  }

  ReportData data() {
    JsonNode marker = json(context.output().resolve("sluice.json"));
    JsonNode metrics = json(context.output().resolve("metrics.json"));
    List<TalliedRule> tallied = TalliedRule.of(tables);
    return new ReportData(
        marker.path("recipe").asText(context.output().getFileName().toString()),
        "run " + context.runId(),
        steps(),
        drops(),
        histograms(tallied),
        curve(),
        comparisons(metrics),
        samples(metrics),
        personalData(),
        new AccountFacts(tables, options.examples()).data(steps(), tallied),
        provenance(marker));
  }

  /** Of tallied rules over all rows, of others over those that they dropped. */
  private List<Histogram> histograms(List<TalliedRule> tallied) {
    List<Histogram> all = new ArrayList<>();
    tallied.forEach(rule -> rule.histogram(options.histogramBins()).ifPresent(all::add));
    if (tables.exists(Schemas.ACCOUNT)) {
      Dataset<Row> others = AccountFacts.others(tables.read(Schemas.ACCOUNT), tallied);
      all.addAll(ScoreHistograms.of(others, options.histogramBins(), options.histograms()));
    }
    return all;
  }

  private List<StepRow> steps() {
    List<StepRow> rows = new ArrayList<>();
    Steps.ALL.forEach(
        entry ->
            state
                .step(entry.name())
                .filter(done -> done.rowsRead() > 0)
                .ifPresent(done -> rows.add(row(entry.name(), done))));
    return rows;
  }

  private StepRow row(String step, StepRecord done) {
    return new StepRow(
        step,
        done.rowsRead(),
        done.rowsKept(),
        done.rowsDropped(),
        done.rowsRejected(),
        done.seconds(),
        Optional.ofNullable(done.takenAlongBy()),
        !done.runId().equals(context.runId()));
  }

  private List<RuleDrops> drops() {
    if (!tables.exists(Schemas.ACCOUNT)) {
      return List.of();
    }
    return tables
        .read(Schemas.ACCOUNT)
        .groupBy("step", "rule")
        .count()
        .orderBy(col("count").desc(), col("step"), col("rule"))
        .collectAsList()
        .stream()
        .map(row -> new RuleDrops(row.getString(0), row.getString(1), row.getLong(2)))
        .toList();
  }

  /** The loss of each logged step, thinned evenly. */
  private List<CurvePoint> curve() {
    Path log = context.output().resolve("train/log.jsonl");
    if (!Files.exists(log)) {
      return List.of();
    }
    try {
      List<String> lines = Files.readAllLines(log);
      int every = Math.max(1, (lines.size() + options.curvePoints() - 1) / options.curvePoints());
      List<CurvePoint> points = new ArrayList<>();
      for (int i = 0; i < lines.size(); i++) {
        if (i % every == 0 || i == lines.size() - 1) {
          JsonNode line = JSON.readTree(lines.get(i));
          points.add(
              new CurvePoint(
                  line.path("step").asLong(),
                  line.path("loss").asDouble(),
                  line.path("lr").asDouble()));
        }
      }
      return points;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static List<Comparison> comparisons(JsonNode metrics) {
    List<Comparison> found = new ArrayList<>();
    comparison(metrics, "accuracy", Comparison.Format.SHARE, Comparison.Better.HIGHER)
        .ifPresent(found::add);
    comparison(metrics, "loss", Comparison.Format.NUMBER, Comparison.Better.LOWER)
        .ifPresent(found::add);
    comparison(metrics, "perplexity", Comparison.Format.NUMBER, Comparison.Better.LOWER)
        .ifPresent(found::add);
    return found;
  }

  private static Optional<Comparison> comparison(
      JsonNode metrics, String measure, Comparison.Format format, Comparison.Better better) {
    JsonNode base = metrics.path("base").path(measure);
    JsonNode tuned = metrics.path("tuned").path(measure);
    return base.isNumber() && tuned.isNumber()
        ? Optional.of(new Comparison(measure, base.asDouble(), tuned.asDouble(), format, better))
        : Optional.empty();
  }

  private static List<Sample> samples(JsonNode metrics) {
    List<Sample> samples = new ArrayList<>();
    for (JsonNode sample : metrics.path("samples")) {
      samples.add(
          new Sample(
              sample.path("prompt").asText(),
              sample.path("label").asText(),
              sample.path("base").asText(),
              sample.path("tuned").asText()));
    }
    return samples;
  }

  private List<EntityCount> personalData() {
    Map<String, Long> counts = new TreeMap<>();
    Map<String, Double> recalls = new TreeMap<>();
    if (tables.exists(Schemas.SPANS_TABLE)) {
      for (Row row : tables.read(Schemas.SPANS_TABLE).groupBy("type").count().collectAsList()) {
        counts.put(row.getString(0), row.getLong(1));
      }
    }
    if (tables.exists(Schemas.CANARIES_TABLE)) {
      Dataset<Row> canaries = tables.read(Schemas.CANARIES_TABLE);
      for (Row row :
          canaries.groupBy("entity").agg(avg(col("found").cast("double"))).collectAsList()) {
        recalls.put(row.getString(0), row.getDouble(1));
        counts.putIfAbsent(row.getString(0), 0L);
      }
    }
    List<EntityCount> found = new ArrayList<>();
    counts.forEach(
        (type, count) -> {
          Double recall = recalls.get(type);
          found.add(
              new EntityCount(
                  type,
                  count,
                  recall == null ? OptionalDouble.empty() : OptionalDouble.of(recall)));
        });
    return found;
  }

  private List<Fact> provenance(JsonNode marker) {
    List<Fact> facts = new ArrayList<>();
    if (marker.hasNonNull("digest")) {
      facts.add(new Fact("recipe digest", marker.get("digest").asText()));
    }
    for (String table : Arrays.asList("documents", "formatted", "blocks", Schemas.ACCOUNT)) {
      if (tables.exists(table)) {
        facts.add(new Fact("table " + table, tables.stamp(table)));
      }
    }
    facts.add(new Fact("Java", Runtime.version().toString()));
    return facts;
  }

  private static JsonNode json(Path file) {
    try {
      return Files.exists(file) ? JSON.readTree(file.toFile()) : JSON.createObjectNode();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
