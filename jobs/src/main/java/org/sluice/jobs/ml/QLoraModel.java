package org.sluice.jobs.ml;

import java.util.List;
import java.util.Locale;
import org.apache.spark.ml.Model;
import org.apache.spark.ml.param.Param;
import org.apache.spark.ml.param.ParamMap;
import org.apache.spark.ml.util.MLReader;
import org.apache.spark.ml.util.MLWritable;
import org.apache.spark.ml.util.MLWriter;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Encoders;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.StructType;
import org.sluice.jobs.ModelOptions;
import org.sluice.jobs.ModelOptions.Accelerator;
import org.sluice.jobs.ModelOptions.Precision;
import org.sluice.jobs.cluster.Slots;

/**
 * A base model with an adapter that answers conversations on the executors. Each executor loads it
 * once, whatever the number of tasks. With an empty {@code adapterUrl} it is the base model alone.
 *
 * <p>Adds {@code outputCol}, and {@code scoreCol} for a {@link QLoraEvaluator}. The answer of a
 * conversation that ends in one is what the model would have said in its place.
 */
public final class QLoraModel extends Model<QLoraModel>
    implements HasInference<QLoraModel>, MLWritable {
  private static final long serialVersionUID = 1L;

  static final StructType SCORE =
      new StructType()
          .add("loss", DataTypes.DoubleType)
          .add("tokens", DataTypes.LongType)
          .add("label", DataTypes.StringType)
          .add("prediction", DataTypes.StringType);

  private final String uid;
  private final InferenceParams inference;
  private final Param<String> adapterUrl;

  public QLoraModel() {
    this(ColumnStage.newUid(QLoraModel.class));
  }

  public QLoraModel(String uid) {
    this.uid = uid;
    this.inference = new InferenceParams(this);
    this.adapterUrl =
        new Param<>(this, "adapterUrl", "Folder of the adapter, in PEFT's format; empty: none");
    setDefault(adapterUrl, "");
  }

  @Override
  public String uid() {
    return uid;
  }

  @Override
  public Inference inference() {
    return new Inference(inference);
  }

  public Param<String> adapterUrl() {
    return adapterUrl;
  }

  public String getAdapterUrl() {
    return getOrDefault(adapterUrl);
  }

  public QLoraModel setAdapterUrl(String value) {
    set(adapterUrl, value);
    return this;
  }

  @Override
  public StructType transformSchema(StructType schema) {
    return transformed(schema, this);
  }

  static StructType transformed(StructType schema, HasInference<?> stage) {
    Schema.messages(schema, stage.getOrDefault(stage.inputCol()));
    StructType answered =
        Schema.with(schema, stage.getOrDefault(stage.outputCol()), DataTypes.StringType);
    return Schema.with(answered, stage.getOrDefault(stage.scoreCol()), SCORE);
  }

  @Override
  public Dataset<Row> transform(Dataset<?> dataset) {
    StructType schema = transformSchema(dataset.schema());
    String input = getOrDefault(inputCol());
    Dataset<Row> asked =
        dataset.withColumn(
            "_messages", Schema.json(dataset.col(input), dataset.schema().apply(input).dataType()));
    ModelOptions options = options(this);
    Precision dtype = options.dtype() == Precision.AUTO ? Precision.FP32 : options.dtype();
    Answering answering =
        new Answering(
            Answering.variant(options.in(dtype), getAdapterUrl()),
            template(this),
            List.of(getOrDefault(labels())),
            (Integer) getOrDefault(maxLength()),
            (Integer) getOrDefault(maxNewTokens()) == 0 ? null : sampling(),
            (Integer) getOrDefault(batchSize()),
            Slots.nativeThreads(dataset.sparkSession().sparkContext()));
    return asked.mapPartitions(answering, Encoders.row(schema));
  }

  private Answering.Sampling sampling() {
    return new Answering.Sampling(
        (Integer) getOrDefault(maxNewTokens()),
        (Double) getOrDefault(temperature()),
        (Double) getOrDefault(topP()),
        (Integer) getOrDefault(promptLookupNumTokens()));
  }

  /** The base model of a stage. */
  static ModelOptions options(HasInference<?> stage) {
    String type = stage.getOrDefault(stage.quantization()).toUpperCase(Locale.ROOT);
    return new ModelOptions(
        Places.local("modelUrl", stage.getOrDefault(stage.modelUrl())).toString(),
        new ModelOptions.Quantization(
            ModelOptions.QuantizationType.valueOf(type),
            (Boolean) stage.getOrDefault(stage.doubleQuant())),
        Precision.valueOf(stage.getOrDefault(stage.dtype()).toUpperCase(Locale.ROOT)),
        Accelerator.valueOf(stage.getOrDefault(stage.device()).toUpperCase(Locale.ROOT)));
  }

  /** Text or place of a stage's template. */
  static String template(HasInference<?> stage) {
    String given = stage.getOrDefault(stage.chatTemplate());
    return given.isEmpty() ? options(stage).path() : given;
  }

  @Override
  public QLoraModel copy(ParamMap extra) {
    QLoraModel copied = defaultCopy(extra);
    return copied.setParent(parent());
  }

  /** Writes the params and the adapter; the base model stays where it is. */
  @Override
  public MLWriter write() {
    return new QLoraFiles.Writer(this);
  }

  public static MLReader<QLoraModel> read() {
    return new QLoraFiles.Reader();
  }

  public static QLoraModel load(String path) {
    return read().load(path);
  }
}
