package org.sluice.jobs.ml;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.apache.spark.ml.Pipeline;
import org.apache.spark.ml.PipelineModel;
import org.apache.spark.ml.PipelineStage;
import org.apache.spark.ml.param.Param;
import org.apache.spark.ml.param.ParamMap;
import org.apache.spark.ml.param.Params;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.sluice.jobs.Fixture;

class StagesTest {
  private static final String TEMPLATE =
      "{% for m in messages %}<{{ m.role }}>{{ m.content }}</s>{% endfor %}";

  private final SparkSession spark = Fixture.local();

  @TempDir Path folder;

  private Dataset<Row> rows() {
    return spark.sql(
        "SELECT * FROM VALUES ('1', 'Write  to ana@example.org about the bond that fell'),"
            + " ('2', 'write to ana@example.org about the bond that fell'),"
            + " ('3', 'Write  to ana@example.org about the bond that fell '),"
            + " ('4', NULL) AS rows(id, text)");
  }

  static Stream<Params> stages() {
    return Stages.all().stream();
  }

  @ParameterizedTest
  @MethodSource("stages")
  void everyParamIsTold(Params stage) {
    assertThat(stage.params()).hasSizeGreaterThan(1);
    for (Param<?> param : stage.params()) {
      assertThat(param.parent()).isEqualTo(stage.uid());
      assertThat(param.doc()).isNotBlank();
    }
    assertThat(stage.copy(ParamMap.empty()).uid()).isEqualTo(stage.uid());
    assertThat(stage.uid()).startsWith(stage.getClass().getSimpleName() + "_");
  }

  @Test
  void aPipelineIsSavedAndLoaded() throws IOException {
    Pipeline pipeline =
        new Pipeline()
            .setStages(
                new PipelineStage[] {
                  new TextCleaner().setForm("nfkc"),
                  new Deduplicator().setInputCols(new String[] {"cleaned"}).setNear(false),
                  new PersonalDataRedactor().setInputCol("cleaned").setMode("mask"),
                  new QualityScorer().setInputCol("redacted").setProfile("fineweb@datatrove")
                });
    PipelineModel model = pipeline.fit(rows());
    assertThat(model.transformSchema(rows().schema()).fieldNames())
        .containsExactly("id", "text", "cleaned", "redacted", "quality");
    String path = folder.resolve("model").toString();
    model.write().save(path);
    PipelineModel loaded = PipelineModel.load(path);
    for (PipelineModel either : List.of(model, loaded)) {
      Dataset<Row> result = either.transform(rows());
      List<Row> found =
          result.orderBy("id").select("id", "redacted", "quality.keep").collectAsList();
      assertThat(found).extracting(row -> row.getString(0)).containsExactly("1", "2", "4");
      assertThat(found)
          .extracting(row -> row.getString(1))
          .startsWith("Write to ***@*******.*** about the bond that fell")
          .endsWith((String) null);
      assertThat(result.schema()).isEqualTo(either.transformSchema(rows().schema()));
    }
  }

  @Test
  void namesAreFoundByAModelOfTheUsersOwn() {
    Dataset<Row> names = spark.sql("SELECT 'dr. bobann of acme-rome paid 40 to ann.' AS text");
    PersonalDataRedactor redactor =
        new PersonalDataRedactor()
            .setEntities(new String[] {"PERSON", "ORGANIZATION:mask"})
            .setMode("fake")
            .setTaggerUrl("../engine/src/test/resources/golden/token_classifier");
    String usual = redactor.transform(names).select("redacted").head().getString(0);
    assertThat(usual).contains("** ****").doesNotContain("of acme").doesNotContain("paid 40");
    String none =
        redactor
            .setTaggerLabels(new String[] {"LOC=LOCATION"})
            .transform(names)
            .select("redacted")
            .head()
            .getString(0);
    assertThat(none).contains("of acme");
    assertThatThrownBy(() -> redactor.setTaggerLabels(new String[] {"PER"}).transform(names))
        .hasMessageContaining("write PER=PERSON");
  }

  @Test
  void aRefusedRowCanBeLeftOut() {
    QualityScorer scorer = new QualityScorer();
    assertThat(scorer.transform(rows()).count()).isEqualTo(4);
    assertThat(scorer.setDropRefused(true).transform(rows()).count()).isZero();
  }

  @Test
  void conversationsAreFormattedInEveryForm() {
    ChatFormatter formatter = new ChatFormatter().setChatTemplate(TEMPLATE);
    Dataset<Row> conversations =
        spark.sql("SELECT array(named_struct('role', 'user', 'content', 'Hi')) AS messages");
    assertThat(formatter.transform(conversations).head().getString(1)).isEqualTo("<user>Hi</s>");
    Dataset<Row> json = conversations.selectExpr("to_json(messages) AS messages");
    assertThat(formatter.transform(json).head().getString(1)).isEqualTo("<user>Hi</s>");
  }

  @Test
  void mistakesAreRefusedAsMlLibDoes() {
    assertThatThrownBy(() -> new TextCleaner().setForm("nfx")).hasMessageContaining("form");
    assertThatThrownBy(() -> new QualityScorer().setProfile("gopher"))
        .hasMessageContaining("profile");
    assertThatThrownBy(() -> new QLoraEstimator().setR(0)).hasMessageContaining("given invalid");
    assertThatThrownBy(() -> new TextCleaner().setInputCol("txt").transform(rows()))
        .hasMessageContaining("There is no column txt; the nearest is text");
    assertThatThrownBy(() -> new TextCleaner().setOutputCol("id").transform(rows()))
        .hasMessageContaining("There is a column id already");
    assertThatThrownBy(() -> new ChatFormatter().setInputCol("id").transform(rows().drop("id")))
        .hasMessageContaining("There is no column id");
    assertThatThrownBy(
            () ->
                new TextCleaner()
                    .setInputCol("n")
                    .transform(spark.range(1).selectExpr("CAST(id AS INT) AS n")))
        .hasMessageContaining("Column n must be STRING, is INT");
  }

  @Test
  void pythonHasAWrapperOfEachStage() throws IOException {
    String module = Files.readString(Path.of("src/main/python/org/sluice/jobs/ml.py"));
    assertThat(stages().map(stage -> stage.getClass().getSimpleName()))
        .allSatisfy(name -> assertThat(module).contains("class " + name + "("));
  }

  @Test
  void aKeyIsNeverAParam() {
    assertThat(Arrays.stream(new PersonalDataRedactor().params()).map(Param::name))
        .contains("hashKeyEnv")
        .doesNotContain("hashKey");
  }
}
