package org.sluice.jobs.ml;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.apache.spark.ml.Estimator;
import org.apache.spark.ml.param.DoubleParam;
import org.apache.spark.ml.param.IntParam;
import org.apache.spark.ml.param.LongParam;
import org.apache.spark.ml.param.Param;
import org.apache.spark.ml.param.ParamMap;
import org.apache.spark.ml.param.ParamValidators;
import org.apache.spark.ml.param.StringArrayParam;
import org.apache.spark.ml.util.DefaultParamsReader;
import org.apache.spark.ml.util.DefaultParamsWritable;
import org.apache.spark.ml.util.MLReader;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.types.StructType;

/**
 * Tunes a base model on conversations by QLoRA: the steps format, tokenize and train. Names that
 * PEFT and transformers have are theirs, in the manner of Spark ML.
 */
public final class QLoraEstimator extends Estimator<QLoraModel>
    implements HasInference<QLoraEstimator>, DefaultParamsWritable {
  private static final long serialVersionUID = 1L;

  private final String uid;
  private final InferenceParams inference;
  private final IntParam r;
  private final DoubleParam loraAlpha;
  private final DoubleParam loraDropout;
  private final StringArrayParam targetModules;
  private final DoubleParam learningRate;
  private final DoubleParam epochs;
  private final IntParam steps;
  private final IntParam trainBatchSize;
  private final IntParam worldSize;
  private final LongParam seed;
  private final Param<String> outputDir;

  public QLoraEstimator() {
    this(ColumnStage.newUid(QLoraEstimator.class));
  }

  public QLoraEstimator(String uid) {
    this.uid = uid;
    inference = new InferenceParams(this);
    r = new IntParam(this, "r", "Rank of the adapter's matrices", ParamValidators.gtEq(1));
    loraAlpha =
        new DoubleParam(
            this, "loraAlpha", "Scale: the product is times loraAlpha / r", ParamValidators.gt(0));
    loraDropout =
        new DoubleParam(
            this,
            "loraDropout",
            "Share of the adapter's inputs set to zero while training",
            ParamValidators.inRange(0, 1, true, false));
    targetModules =
        new StringArrayParam(
            this, "targetModules", "Names of linear layers, or all-linear as the only one");
    learningRate =
        new DoubleParam(this, "learningRate", "Largest step size of AdamW", ParamValidators.gt(0));
    epochs =
        new DoubleParam(
            this, "epochs", "Times that every row is seen, when steps is 0", ParamValidators.gt(0));
    steps =
        new IntParam(
            this, "steps", "Updates; 0: as many as epochs ask for", ParamValidators.gtEq(0));
    trainBatchSize =
        new IntParam(
            this, "trainBatchSize", "Rows of an update on one rank", ParamValidators.gtEq(1));
    worldSize =
        new IntParam(this, "worldSize", "Ranks; 0: one an executor slot", ParamValidators.gtEq(0));
    seed = new LongParam(this, "seed", "Seed of order, first values and dropout");
    outputDir =
        new Param<>(
            this,
            "outputDir",
            "Folder that driver and executors share; each fit makes one of its own in it. Empty, in"
                + " local mode alone: the folder for temporary files");
    setDefault(r, 8);
    setDefault(loraAlpha, 16.0);
    setDefault(loraDropout, 0.0);
    setDefault(targetModules, new String[] {"all-linear"});
    setDefault(learningRate, 2e-4);
    setDefault(epochs, 3.0);
    setDefault(steps, 0);
    setDefault(trainBatchSize, 8);
    setDefault(worldSize, 0);
    setDefault(seed, 42L);
    setDefault(outputDir, "");
  }

  public IntParam r() {
    return r;
  }

  public DoubleParam loraAlpha() {
    return loraAlpha;
  }

  public DoubleParam loraDropout() {
    return loraDropout;
  }

  public StringArrayParam targetModules() {
    return targetModules;
  }

  public DoubleParam learningRate() {
    return learningRate;
  }

  public DoubleParam epochs() {
    return epochs;
  }

  public IntParam steps() {
    return steps;
  }

  public IntParam trainBatchSize() {
    return trainBatchSize;
  }

  public IntParam worldSize() {
    return worldSize;
  }

  public LongParam seed() {
    return seed;
  }

  public Param<String> outputDir() {
    return outputDir;
  }

  public QLoraEstimator setR(int value) {
    set(r, value);
    return this;
  }

  public QLoraEstimator setLoraAlpha(double value) {
    set(loraAlpha, value);
    return this;
  }

  public QLoraEstimator setLoraDropout(double value) {
    set(loraDropout, value);
    return this;
  }

  public QLoraEstimator setTargetModules(String[] value) {
    set(targetModules, value);
    return this;
  }

  public QLoraEstimator setLearningRate(double value) {
    set(learningRate, value);
    return this;
  }

  public QLoraEstimator setEpochs(double value) {
    set(epochs, value);
    return this;
  }

  public QLoraEstimator setSteps(int value) {
    set(steps, value);
    return this;
  }

  public QLoraEstimator setTrainBatchSize(int value) {
    set(trainBatchSize, value);
    return this;
  }

  public QLoraEstimator setWorldSize(int value) {
    set(worldSize, value);
    return this;
  }

  public QLoraEstimator setSeed(long value) {
    set(seed, value);
    return this;
  }

  public QLoraEstimator setOutputDir(String value) {
    set(outputDir, value);
    return this;
  }

  @Override
  public String uid() {
    return uid;
  }

  @Override
  public Inference inference() {
    return new Inference(inference);
  }

  @Override
  public StructType transformSchema(StructType schema) {
    return QLoraModel.transformed(schema, this);
  }

  /**
   * Trains on the executors.
   *
   * @param dataset with conversations in {@code inputCol}; what the assistant says is learnt
   */
  @Override
  public QLoraModel fit(Dataset<?> dataset) {
    transformSchema(dataset.schema());
    QLoraFit.Result result = new QLoraFit(this).run(dataset);
    QLoraModel model =
        new QLoraModel(uid).setAdapterUrl(result.adapter().toString()).setParent(this);
    return copyValues(model, extractParamMap()).setDtype(result.dtype());
  }

  /** Settings of the step train under its own names. */
  Map<String, Object> trainSettings() {
    List<String> modules = List.of(getOrDefault(targetModules));
    Map<String, Object> settings = new LinkedHashMap<>();
    settings.put("r", getOrDefault(r));
    settings.put("lora_alpha", getOrDefault(loraAlpha));
    settings.put("lora_dropout", getOrDefault(loraDropout));
    settings.put("target_modules", new ArrayList<>(modules));
    settings.put("learning_rate", getOrDefault(learningRate));
    settings.put("epochs", getOrDefault(epochs));
    settings.put("steps", getOrDefault(steps));
    settings.put("per_device_batch_size", getOrDefault(trainBatchSize));
    settings.put("world_size", getOrDefault(worldSize));
    settings.put("seed", getOrDefault(seed));
    settings.put("save_steps", 0);
    settings.put("resume", "never");
    return settings;
  }

  @Override
  public QLoraEstimator copy(ParamMap extra) {
    return defaultCopy(extra);
  }

  public static MLReader<QLoraEstimator> read() {
    return new DefaultParamsReader<>();
  }

  public static QLoraEstimator load(String path) {
    return read().load(path);
  }
}
