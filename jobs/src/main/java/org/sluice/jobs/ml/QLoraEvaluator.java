package org.sluice.jobs.ml;

import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.count;
import static org.apache.spark.sql.functions.sum;
import static org.apache.spark.sql.functions.when;

import java.util.List;
import org.apache.spark.ml.evaluation.Evaluator;
import org.apache.spark.ml.param.Param;
import org.apache.spark.ml.param.ParamMap;
import org.apache.spark.ml.param.ParamValidators;
import org.apache.spark.ml.util.DefaultParamsReader;
import org.apache.spark.ml.util.DefaultParamsWritable;
import org.apache.spark.ml.util.MLReader;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.sluice.base.UserError;

/** One number for the scores of a {@link QLoraModel}, to choose among settings by. */
public final class QLoraEvaluator extends Evaluator implements DefaultParamsWritable {
  private static final long serialVersionUID = 1L;
  private static final String ACCURACY = "accuracy";
  private static final String PERPLEXITY = "perplexity";

  private final String uid;
  private final Param<String> metricName;
  private final Param<String> scoreCol;

  public QLoraEvaluator() {
    this(ColumnStage.newUid(QLoraEvaluator.class));
  }

  public QLoraEvaluator(String uid) {
    this.uid = uid;
    metricName =
        new Param<>(
            this,
            "metricName",
            "loss (mean cross entropy of an answer's token, in nats), perplexity, or accuracy (share"
                + " of rows whose right label is the likeliest)",
            ParamValidators.inArray(List.of("loss", PERPLEXITY, ACCURACY)));
    scoreCol = new Param<>(this, "scoreCol", "Column with the model's scores");
    setDefault(metricName, "loss");
    setDefault(scoreCol, "score");
  }

  @Override
  public String uid() {
    return uid;
  }

  public Param<String> metricName() {
    return metricName;
  }

  public Param<String> scoreCol() {
    return scoreCol;
  }

  public String getMetricName() {
    return getOrDefault(metricName);
  }

  public QLoraEvaluator setMetricName(String value) {
    set(metricName, value);
    return this;
  }

  public QLoraEvaluator setScoreCol(String value) {
    set(scoreCol, value);
    return this;
  }

  @Override
  public boolean isLargerBetter() {
    return getMetricName().equals(ACCURACY);
  }

  @Override
  public double evaluate(Dataset<?> dataset) {
    String score = getOrDefault(scoreCol);
    Column predicted = col(score + ".prediction");
    Row sums =
        dataset
            .select(
                sum(col(score + ".loss")),
                sum(col(score + ".tokens")),
                count(when(predicted.equalTo(col(score + ".label")), true)),
                count(predicted))
            .head();
    boolean labelled = getMetricName().equals(ACCURACY);
    if (labelled ? sums.getLong(3) == 0 : sums.isNullAt(1)) {
      throw UserError.of(
          "no row of column " + score + " has a " + (labelled ? "prediction" : "loss"),
          labelled
              ? "set the model's labels"
              : "evaluate conversations that end in an answer and fit into maxLength");
    }
    if (labelled) {
      return sums.getLong(2) / (double) sums.getLong(3);
    }
    double loss = sums.getDouble(0) / sums.getLong(1);
    return getMetricName().equals(PERPLEXITY) ? Math.exp(loss) : loss;
  }

  @Override
  public QLoraEvaluator copy(ParamMap extra) {
    return defaultCopy(extra);
  }

  public static MLReader<QLoraEvaluator> read() {
    return new DefaultParamsReader<>();
  }

  public static QLoraEvaluator load(String path) {
    return read().load(path);
  }
}
