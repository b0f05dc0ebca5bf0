package org.sluice.jobs.ml;

import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.sha2;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.UUID;
import org.apache.hadoop.fs.FileUtil;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.sluice.base.Progress;
import org.sluice.base.UserError;
import org.sluice.base.config.Binder;
import org.sluice.base.config.Node;
import org.sluice.base.config.Place;
import org.sluice.base.config.Problems;
import org.sluice.engine.file.AtomicFiles;
import org.sluice.jobs.ModelOptions;
import org.sluice.jobs.Step;
import org.sluice.jobs.StepContext;
import org.sluice.jobs.evaluate.ModelHolder;
import org.sluice.jobs.format.Format;
import org.sluice.jobs.tables.TableFormat;
import org.sluice.jobs.tables.Tables;
import org.sluice.jobs.tokenize.Tokenize;
import org.sluice.jobs.train.Arithmetic;
import org.sluice.jobs.train.TrainStep;

/** One fit: conversations through format, tokenize and train in a folder of its own. */
record QLoraFit(QLoraEstimator estimator) {
  /**
   * What a fit leaves.
   *
   * @param dtype the arithmetic that it was trained in
   */
  record Result(Path adapter, String dtype) {}

  Result run(Dataset<?> dataset) {
    SparkSession spark = dataset.sparkSession();
    Path folder = folder(spark);
    Tables tables = new Tables(spark, folder.resolve("tables").toString(), TableFormat.PARQUET);
    if (spark.sparkContext().isLocal()) {
      ModelHolder.release(); // the model of an earlier fit would lie beside the one that is trained
    }
    ModelOptions model = Arithmetic.settle(spark, QLoraModel.options(estimator), folder);
    tables.write("documents", conversations(dataset));
    StepContext context =
        new StepContext(
            folder, tables, "documents", Progress.SILENT, folder.getFileName().toString());
    run(spark, new Format(), context, formatSettings(model, folder));
    run(spark, new Tokenize(), context.reading("formatted"), tokenizeSettings(model));
    Map<String, Object> train = new LinkedHashMap<>(estimator.trainSettings());
    train.put("model", settings(model));
    run(spark, new TrainStep(), context.reading("blocks"), train);
    FileUtil.fullyDelete(folder.resolve("tables").toFile());
    FileUtil.fullyDelete(folder.resolve("checkpoints").toFile());
    return new Result(TrainStep.adapter(folder), name(model.dtype()));
  }

  private static <O extends Record> void run(
      SparkSession spark, Step<O> step, StepContext context, Map<String, Object> settings) {
    Problems problems = new Problems();
    Place place = Place.option("QLoraEstimator");
    O options = Binder.bind(step.options(), Node.ofMap(settings, place), problems);
    problems.throwIfAny();
    step.check(spark, options, context);
    step.run(spark, options, context);
  }

  private Path folder(SparkSession spark) {
    String parent = estimator.getOrDefault(estimator.outputDir());
    if (parent.isEmpty() && !spark.sparkContext().isLocal()) {
      throw UserError.of(
          "outputDir is empty, but executors on other machines have to see what fit writes",
          "set outputDir to a folder that driver and executors share");
    }
    try {
      if (parent.isEmpty()) {
        return Files.createTempDirectory("sluice-qlora-");
      }
      Path folder = Places.local("outputDir", parent).resolve("qlora-" + UUID.randomUUID());
      return Files.createDirectories(folder);
    } catch (IOException e) {
      throw UserError.at(parent, "", "no folder can be made here", "set another outputDir")
          .causedBy(e);
    }
  }

  /** Rows named by their content: the same whatever their order and partitions. */
  private Dataset<Row> conversations(Dataset<?> dataset) {
    String input = estimator.getOrDefault(estimator.inputCol());
    Column json = Schema.json(dataset.col(input), dataset.schema().apply(input).dataType());
    return dataset
        .select(json.as("messages"))
        .filter(col("messages").isNotNull())
        .withColumn("id", sha2(col("messages"), 256));
  }

  private Map<String, Object> formatSettings(ModelOptions model, Path folder) {
    Map<String, Object> settings = new LinkedHashMap<>();
    settings.put("template", "chat");
    settings.put("messages_column", "messages");
    settings.put("model_path", model.path());
    String template = estimator.getOrDefault(estimator.chatTemplate());
    if (!template.isEmpty()) {
      Path file = folder.resolve("template.jinja");
      AtomicFiles.write(file, template);
      settings.put("chat_template", file.toString());
    }
    return settings;
  }

  private Map<String, Object> tokenizeSettings(ModelOptions model) {
    Map<String, Object> settings = new LinkedHashMap<>();
    settings.put("model", settings(model));
    settings.put("max_length", estimator.getOrDefault(estimator.maxLength()));
    settings.put("packing", "none");
    return settings;
  }

  private static Map<String, Object> settings(ModelOptions model) {
    Map<String, Object> quantization = new LinkedHashMap<>();
    quantization.put("type", name(model.quantization().type()));
    quantization.put("double_quant", model.quantization().doubleQuant());
    Map<String, Object> settings = new LinkedHashMap<>();
    settings.put("path", model.path());
    settings.put("quantization", quantization);
    settings.put("dtype", name(model.dtype()));
    settings.put("device", name(model.device()));
    return settings;
  }

  private static String name(Enum<?> constant) {
    return constant.name().toLowerCase(Locale.ROOT);
  }
}
