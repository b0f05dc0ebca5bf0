package org.sluice.jobs.classify;

import static org.apache.spark.sql.functions.lit;

import java.util.List;
import org.apache.spark.api.java.JavaRDD;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.broadcast.Broadcast;
import org.apache.spark.ml.classification.LogisticRegression;
import org.apache.spark.ml.classification.LogisticRegressionModel;
import org.apache.spark.ml.linalg.SQLDataTypes;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.StructType;
import org.sluice.base.UserError;
import org.sluice.jobs.Fields;
import org.sluice.jobs.SampleTexts;
import org.sluice.jobs.Settlement;
import org.sluice.jobs.Step;
import org.sluice.jobs.StepContext;
import org.sluice.jobs.StepResult;
import org.sluice.jobs.tables.Flow;

/**
 * Trains a logistic regression on hashed words to tell good texts from ordinary ones, and keeps the
 * rows that it takes for good, or most of them (Brown et al. 2020, appendix A). The probability is
 * the column quality. Held-out rows stay.
 */
public final class Classify implements Step<ClassifyOptions> {
  static final String NAME = "classify";
  static final String SCORE = "quality";
  private static final String KEY = "classify.column";
  private static final int ITERATIONS = 100;
  private static final StructType SAMPLE =
      new StructType()
          .add("label", DataTypes.DoubleType)
          .add("features", SQLDataTypes.VectorType());

  @Override
  public String name() {
    return NAME;
  }

  @Override
  public Class<ClassifyOptions> options() {
    return ClassifyOptions.class;
  }

  @Override
  public String codeVersion() {
    return "1";
  }

  @Override
  public void check(SparkSession spark, ClassifyOptions options, StepContext context) {
    StructType schema = context.tables().schema(context.inputTable());
    Fields.of(schema, List.of(options.column()), KEY);
    if (List.of(schema.fieldNames()).contains(SCORE)) {
      throw UserError.of(
          "classify would write the column quality, which the table has already",
          "name that column otherwise");
    }
    SampleTexts.of(spark, options.positive(), options.column());
    SampleTexts.of(spark, options.negative(), options.column());
  }

  @Override
  public StepResult run(SparkSession spark, ClassifyOptions options, StepContext context) {
    spark.sparkContext().setJobGroup(NAME, "classify: train the classifier", false);
    Weights weights = trained(spark, options);
    Broadcast<Weights> shared =
        JavaSparkContext.fromSparkContext(spark.sparkContext()).broadcast(weights);
    Flow input = context.tables().flow(context.inputTable());
    Fields fields = Fields.of(input.schema(), List.of(options.column()), KEY);
    Flow flow =
        input
            .through(
                NAME,
                input.schema().add(SCORE, DataTypes.DoubleType),
                new Choosing(fields, shared, options))
            .alarm(NAME, options.maxDrop());
    return new Settlement(spark, context.tables())
        .finish(flow, "classified", options.materialize());
  }

  private static Weights trained(SparkSession spark, ClassifyOptions options) {
    HashedWords words = new HashedWords(options.features());
    Dataset<Row> good =
        SampleTexts.of(spark, options.positive(), options.column()).withColumn("label", lit(1.0));
    Dataset<Row> ordinary =
        SampleTexts.of(spark, options.negative(), options.column()).withColumn("label", lit(0.0));
    // One partition in one order: sums of floating-point numbers then come out the same every time.
    JavaRDD<Row> samples =
        good.union(ordinary)
            .coalesce(1)
            .sortWithinPartitions("text", "label")
            .toJavaRDD()
            .map(row -> RowFactory.create(row.getDouble(1), words.vector(row.getString(0))));
    Dataset<Row> sample = spark.createDataFrame(samples, SAMPLE).cache();
    try {
      LogisticRegressionModel model =
          new LogisticRegression()
              .setMaxIter(ITERATIONS)
              .setRegParam(options.penalty())
              .setStandardization(false)
              .fit(sample);
      return new Weights(words, model.coefficients().toArray(), model.intercept());
    } finally {
      sample.unpersist(false);
    }
  }
}
