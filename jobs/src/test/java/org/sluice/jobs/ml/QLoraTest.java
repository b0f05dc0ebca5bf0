package org.sluice.jobs.ml;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.apache.spark.ml.Pipeline;
import org.apache.spark.ml.PipelineModel;
import org.apache.spark.ml.PipelineStage;
import org.apache.spark.ml.param.ParamMap;
import org.apache.spark.ml.tuning.CrossValidator;
import org.apache.spark.ml.tuning.CrossValidatorModel;
import org.apache.spark.ml.tuning.ParamGridBuilder;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.types.StructType;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.sluice.base.UserError;
import org.sluice.jobs.Fixture;

class QLoraTest {
  private static final Path MODEL =
      Path.of("../engine/src/test/resources/golden/tiny").toAbsolutePath().normalize();
  private static final StructType CONVERSATIONS =
      StructType.fromDDL("id INT, messages ARRAY<STRUCT<role: STRING, content: STRING>>");

  private final SparkSession spark = Fixture.local();

  @TempDir Path folder;

  /** Questions whose answer follows from one word. */
  private Dataset<Row> conversations(int count) {
    List<Row> rows = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      boolean up = i % 2 == 0;
      rows.add(
          RowFactory.create(
              i,
              new Row[] {
                RowFactory.create("user", (up ? "it rose " : "it fell ") + i),
                RowFactory.create("assistant", up ? "up" : "down")
              }));
    }
    return spark.createDataFrame(rows, CONVERSATIONS).repartition(2);
  }

  private QLoraEstimator estimator() {
    return new QLoraEstimator()
        .setModelUrl(MODEL.toUri().toString())
        .setDtype("fp32")
        .setOutputDir(folder.toString())
        .setLabels(new String[] {"up", "down"})
        .setMaxNewTokens(4)
        .setR(4)
        .setLoraAlpha(16)
        .setLearningRate(1e-2)
        .setSteps(60);
  }

  @Test
  void learnsAnswersScoresAndIsSavedInAPipeline() throws IOException {
    QLoraModel base =
        new QLoraModel()
            .setModelUrl(MODEL.toString())
            .setLabels(new String[] {"up", "down"})
            .setMaxNewTokens(0);
    QLoraEvaluator loss = new QLoraEvaluator();
    double before = loss.evaluate(base.transform(conversations(20)));

    PipelineModel pipeline =
        new Pipeline().setStages(new PipelineStage[] {estimator()}).fit(conversations(40));
    QLoraModel tuned = (QLoraModel) pipeline.stages()[0];
    Dataset<Row> answered = tuned.transform(conversations(20));
    assertThat(answered.schema()).isEqualTo(tuned.transformSchema(CONVERSATIONS));
    assertThat(loss.evaluate(answered)).isLessThan(before / 2);
    assertThat(new QLoraEvaluator().setMetricName("accuracy").evaluate(answered)).isEqualTo(1.0);
    assertThat(answered.filter("answer = score.label").count()).isEqualTo(20);
    assertThat(Files.list(folder).count()).isEqualTo(1);

    String path = folder.resolve("saved").toString();
    pipeline.write().save(path);
    QLoraModel loaded = (QLoraModel) PipelineModel.load(path).stages()[0];
    assertThat(loaded.getAdapterUrl()).contains("saved");
    assertThat(loss.evaluate(loaded.transform(conversations(20))))
        .isEqualTo(loss.evaluate(answered));
  }

  @Test
  void answersQuestionsWithoutAnswer() {
    Dataset<Row> asked =
        conversations(3).selectExpr("id", "to_json(slice(messages, 1, 1)) AS messages");
    QLoraModel base = new QLoraModel().setModelUrl(MODEL.toString()).setMaxNewTokens(3);
    List<Row> rows = base.transform(asked).collectAsList();
    assertThat(rows).hasSize(3).allMatch(row -> row.isNullAt(3)).noneMatch(row -> row.isNullAt(2));
    assertThatThrownBy(() -> new QLoraEvaluator().evaluate(base.transform(asked)))
        .isInstanceOf(UserError.class)
        .hasMessageContaining("no row of column score has a loss");
  }

  /** Were it loaded by each task, those of the second pass would miss the files. */
  @Test
  void tasksShareTheModelThatIsLoaded() throws IOException {
    Path copy = Files.createDirectories(folder.resolve("model"));
    for (String file :
        List.of("config.json", "model.safetensors", "tokenizer.json", "tokenizer_config.json")) {
      Files.copy(MODEL.resolve(file), copy.resolve(file));
    }
    QLoraModel model = new QLoraModel().setModelUrl(copy.toString()).setMaxNewTokens(2);
    Dataset<Row> answered = model.transform(conversations(8).repartition(4));
    assertThat(answered.filter("answer IS NOT NULL").count()).isEqualTo(8);
    Files.delete(copy.resolve("model.safetensors"));
    assertThat(answered.filter("answer IS NOT NULL").count()).isEqualTo(8);
  }

  @Test
  void crossValidationChoosesTheRateThatLearns() throws IOException {
    QLoraEstimator estimator = estimator().setMaxNewTokens(0).setSteps(20);
    ParamMap[] grid =
        new ParamGridBuilder().addGrid(estimator.learningRate(), new double[] {1e-6, 1e-2}).build();
    CrossValidatorModel chosen =
        new CrossValidator()
            .setEstimator(estimator)
            .setEvaluator(new QLoraEvaluator())
            .setEstimatorParamMaps(grid)
            .setNumFolds(2)
            .fit(conversations(24));
    assertThat(chosen.avgMetrics()[1]).isLessThan(chosen.avgMetrics()[0]);
    QLoraEstimator parent = (QLoraEstimator) ((QLoraModel) chosen.bestModel()).parent();
    assertThat(parent.getOrDefault(parent.learningRate())).isEqualTo(1e-2);
    chosen.write().overwrite().save(folder.resolve("cv").toString());
    assertThat(CrossValidatorModel.load(folder.resolve("cv").toString()).bestModel())
        .isInstanceOf(QLoraModel.class);
  }

  @Test
  void refusesPlacesThatAreNoFolders() {
    assertThatThrownBy(
            () -> new QLoraModel().setModelUrl("djl://zoo/model").transform(conversations(1)))
        .isInstanceOf(UserError.class)
        .hasMessageContaining("modelUrl is djl://zoo/model, which is no path of a file system");
  }
}
