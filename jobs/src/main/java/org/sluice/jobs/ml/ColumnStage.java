package org.sluice.jobs.ml;

import org.apache.spark.ml.Transformer;
import org.apache.spark.ml.param.Param;
import org.apache.spark.ml.param.ParamMap;
import org.apache.spark.ml.util.DefaultParamsWritable;
import org.apache.spark.ml.util.Identifiable$;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.types.DataType;
import org.apache.spark.sql.types.StructType;

/**
 * A stage that adds one column, made from another.
 *
 * @param <S> the stage itself, for setters that can be chained
 */
public abstract class ColumnStage<S extends ColumnStage<S>> extends Transformer
    implements DefaultParamsWritable {
  private static final long serialVersionUID = 1L;

  private final String uid;
  private final Param<String> inputCol;
  private final Param<String> outputCol;

  /** A Param asks its parent for the uid when it is made, so the uid comes first. */
  ColumnStage(String uid, String input, String output) {
    this.uid = uid;
    this.inputCol = new Param<>(this, "inputCol", "Column that is read");
    this.outputCol = new Param<>(this, "outputCol", "Column that is added");
    setDefault(inputCol, input);
    setDefault(outputCol, output);
  }

  static String newUid(Class<?> stage) {
    return Identifiable$.MODULE$.randomUID(stage.getSimpleName());
  }

  /** The new column's values. */
  abstract Column result(Column input, DataType type);

  /** The new column's type. */
  abstract DataType resultType();

  /** Refuses a column of the wrong type. */
  void check(StructType schema) {
    Schema.text(schema, getInputCol());
  }

  @Override
  public String uid() {
    return uid;
  }

  public Param<String> inputCol() {
    return inputCol;
  }

  public Param<String> outputCol() {
    return outputCol;
  }

  public String getInputCol() {
    return getOrDefault(inputCol);
  }

  public String getOutputCol() {
    return getOrDefault(outputCol);
  }

  public S setInputCol(String column) {
    set(inputCol, column);
    return self();
  }

  public S setOutputCol(String column) {
    set(outputCol, column);
    return self();
  }

  @SuppressWarnings("unchecked") // S is the class of this
  final S self() {
    return (S) this;
  }

  @Override
  public StructType transformSchema(StructType schema) {
    check(schema);
    return Schema.with(schema, getOutputCol(), resultType());
  }

  @Override
  public Dataset<Row> transform(Dataset<?> dataset) {
    transformSchema(dataset.schema());
    String input = getInputCol();
    DataType type = dataset.schema().apply(input).dataType();
    return dataset.withColumn(getOutputCol(), result(dataset.col(input), type));
  }

  @Override
  public Transformer copy(ParamMap extra) {
    return defaultCopy(extra);
  }
}
