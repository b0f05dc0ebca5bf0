package org.sluice.jobs.evaluate;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.sluice.base.UserError;
import org.sluice.engine.export.AdapterFolder;
import org.sluice.engine.file.AtomicFiles;
import org.sluice.engine.file.Checkpoint;
import org.sluice.engine.file.Digests;
import org.sluice.engine.file.Json;
import org.sluice.jobs.ModelOptions;
import org.sluice.jobs.Step;
import org.sluice.jobs.StepContext;
import org.sluice.jobs.StepResult;
import org.sluice.jobs.train.Arithmetic;
import org.sluice.jobs.train.TrainStep;

/**
 * Measures the model before and after tuning on the test rows, on the executors. Writes
 * OUTPUT/metrics.json and the table {@code predictions}.
 */
public final class EvaluateStep implements Step<EvaluateOptions> {
  private static final String PREDICTIONS = "predictions";

  @Override
  public String name() {
    return "evaluate";
  }

  @Override
  public Class<EvaluateOptions> options() {
    return EvaluateOptions.class;
  }

  @Override
  public String codeVersion() {
    return "1";
  }

  @Override
  public void check(SparkSession spark, EvaluateOptions options, StepContext context) {
    Checkpoint.open(options.model().local(context.progress())).close();
  }

  @Override
  public StepResult run(SparkSession spark, EvaluateOptions options, StepContext context) {
    Dataset<Row> rows = EvalRow.select(context.tables().read(context.inputTable()));
    long count = rows.count();
    if (count == 0) {
      throw UserError.of(
          "table " + context.inputTable() + " has no row to evaluate on",
          "give data.test, or set format.test_share");
    }
    Examination examination =
        new Examination(spark, options, sampleIds(rows, options.samples()), context.progress());
    List<Dataset<Row>> parts = new ArrayList<>();
    ModelOptions model = Arithmetic.settle(spark, options.model(), context.output());
    for (Variant variant : variants(options, model, context.output())) {
      parts.add(examination.of(rows, count, variant));
    }
    Dataset<Row> predictions = parts.stream().reduce(Dataset::union).orElseThrow();
    context.tables().write(PREDICTIONS, predictions);
    parts.forEach(Dataset::unpersist);
    Dataset<Row> written = context.tables().read(PREDICTIONS);
    Map<String, Map<String, Object>> scores = Scores.of(written, options);
    List<Sample> samples = Sample.of(written);
    AtomicFiles.write(context.output().resolve("metrics.json"), metrics(context, scores, samples));
    return StepResult.kept(count, List.of(PREDICTIONS)).withMetrics(flat(scores));
  }

  /** The base, and what the run made of it: with its adapter, or tuned in full. */
  private static List<Variant> variants(EvaluateOptions options, ModelOptions model, Path output) {
    boolean named = !options.adapter().isEmpty();
    Path adapter = named ? Path.of(options.adapter()) : TrainStep.adapter(output);
    Path full = TrainStep.model(output);
    List<Variant> variants = new ArrayList<>();
    try (Checkpoint base = Checkpoint.open(model.local())) {
      variants.add(new Variant(Variant.BASE, model, "", base.digest()));
      if (Files.isDirectory(adapter)) {
        try (AdapterFolder folder = AdapterFolder.open(adapter)) {
          folder.requireBase(base);
        }
        Path weights = adapter.resolve("adapter_model.safetensors");
        String digest = base.digest() + Digests.sha256(List.of(weights));
        variants.add(new Variant(Variant.TUNED, model, adapter.toString(), digest));
      } else if (named) {
        throw UserError.at(adapter, "", "there is no adapter", "check evaluate.adapter");
      } else if (Files.isDirectory(full)) {
        ModelOptions tuned = model.at(full.toString());
        variants.add(new Variant(Variant.TUNED, tuned, "", digest(tuned)));
      }
    }
    return variants;
  }

  private static String digest(ModelOptions model) {
    try (Checkpoint checkpoint = Checkpoint.open(model.local())) {
      return checkpoint.digest();
    }
  }

  /** The first rows by their ids. */
  private static Set<String> sampleIds(Dataset<Row> rows, int samples) {
    Set<String> ids = new TreeSet<>();
    rows.select("id")
        .orderBy("id")
        .limit(samples)
        .collectAsList()
        .forEach(row -> ids.add(row.getString(0)));
    return ids;
  }

  private static String metrics(
      StepContext context, Map<String, Map<String, Object>> scores, List<Sample> samples) {
    ObjectNode json = Json.MAPPER.createObjectNode();
    scores.forEach((model, values) -> json.set(model, Json.MAPPER.valueToTree(values)));
    Path train = TrainStep.metrics(context.output());
    if (Files.exists(train)) {
      json.set("train", Json.object(train));
    }
    samples.forEach(sample -> json.withArray("samples").add(sample.toJson()));
    return json.toPrettyString() + "\n";
  }

  private static Map<String, Object> flat(Map<String, Map<String, Object>> scores) {
    Map<String, Object> flat = new TreeMap<>();
    scores.forEach(
        (model, values) -> values.forEach((key, value) -> flat.put(model + "." + key, value)));
    return flat;
  }
}
