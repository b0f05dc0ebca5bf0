package org.sluice.jobs.redact;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.apache.spark.sql.types.StructType;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.sluice.base.UserError;
import org.sluice.jobs.Fixture;
import org.sluice.jobs.StepResult;

class RedactTest {
  @TempDir Path folder;
  private Fixture run;

  @BeforeEach
  void open() {
    run = Fixture.parquet(folder.resolve("out"));
  }

  private void write(String columns, Row... rows) {
    StructType schema = StructType.fromDDL(columns);
    run.tables().write("documents", run.spark().createDataFrame(List.of(rows), schema));
  }

  @Test
  void canariesTellTheRecallAndNeverMeetTheRows() {
    write("id STRING, text STRING", RowFactory.create("a", "Write to ana@example.org."));
    StepResult result =
        run.run(
            new Redact(),
            "documents",
            "entities",
            Map.of("EMAIL", "tag", "PHONE", "tag"),
            "min_scores",
            Map.of("PHONE", 0.99),
            "canaries",
            6);
    assertThat(result.metrics())
        .containsEntry("canary_recall.EMAIL", 1.0)
        .containsEntry("canary_recall.PHONE", 0.0);
    assertThat(run.rows("canaries", "entity", "count(*) OVER (PARTITION BY entity)", "found"))
        .hasSize(12)
        .contains(RowFactory.create("EMAIL", 6L, true), RowFactory.create("PHONE", 6L, false));
    assertThat(run.strings("redacted", "text")).containsExactly("Write to <EMAIL>.");
    assertThat(run.strings("spans", "id")).containsExactly("a");
    assertThat(result.rowsRead()).isEqualTo(1);
  }

  @Test
  void tooFewCanariesFoundStopTheRunBeforeAnythingIsWritten() {
    write("id STRING, text STRING", RowFactory.create("a", "Write to ana@example.org."));
    assertThatThrownBy(
            () ->
                run.run(
                    new Redact(),
                    "documents",
                    "entities",
                    Map.of("EMAIL", "tag", "PHONE", "tag"),
                    "min_scores",
                    Map.of("PHONE", 0.99),
                    "min_canary_recall",
                    0.9))
        .isInstanceOf(UserError.class)
        .hasMessageContaining("0 of 25 canaries of PHONE are found");
    assertThat(run.tables().exists("redacted")).isFalse();
  }

  @Test
  void conversationsAreRedactedTurnByTurnWithOneFakeForOneOriginal() {
    String messages =
        """
        [{"role":"user","content":"I am ana@example.org"},\
        {"role":"assistant","content":"Who?"},\
        {"role":"user","content":"ana@example.org!"}]""";
    write(
        "id STRING, system STRING, messages STRING",
        RowFactory.create("a", "You serve ana@example.org", messages),
        RowFactory.create("b", null, null));
    run.run(
        new Redact(),
        "documents",
        "columns",
        List.of("system"),
        "messages_column",
        "messages",
        "entities",
        Map.of("EMAIL", "fake"));
    Row row = run.rows("redacted", "id", "system", "messages").get(0);
    String fake = row.getString(1).substring("You serve ".length());
    assertThat(fake).endsWith("@example.org").isNotEqualTo("ana@example.org");
    assertThat(row.getString(2)).isEqualTo(messages.replace("ana@example.org", fake));
    assertThat(run.rows("spans", "field", "start", "end").toString())
        .isEqualTo("[[messages[0].content,5,20], [messages[2].content,0,15], [system,10,25]]");
  }

  @Test
  void aModelOfTheUsersOwnFindsNamesAndTheTaggerTheRest() throws IOException {
    Path model = Path.of("../engine/src/test/resources/golden/token_classifier");
    JsonNode rows = new ObjectMapper().readTree(model.resolve("expected.json").toFile());
    List<Row> texts = new ArrayList<>();
    List<String> wanted = new ArrayList<>();
    for (JsonNode row : rows) {
      String id = "t" + texts.size();
      texts.add(RowFactory.create(id, row.path("text").asText()));
      for (JsonNode mention : row.path("mentions")) {
        String label = mention.path("label").asText();
        if (!label.equals("LOC")) { // not sought
          wanted.add(
              "[%s,%s,%d,%d]"
                  .formatted(
                      id,
                      label.equals("PER") ? "PERSON" : "ORGANIZATION",
                      mention.path("start").asInt(),
                      mention.path("end").asInt()));
        }
      }
    }
    texts.add(RowFactory.create("date", "on 4 May 2021"));
    write("id STRING, text STRING", texts.toArray(Row[]::new));
    Map<String, String> entities =
        Map.of("PERSON", "tag", "ORGANIZATION", "tag", "DATE_TIME", "tag");
    run.run(
        new Redact(),
        "documents",
        "entities",
        entities,
        "min_score",
        0.0,
        "canaries",
        2,
        "tagger",
        Map.of("model_path", model.toString()));
    assertThat(wanted).hasSizeGreaterThan(8);
    assertThat(run.rows("spans", "id", "type", "start", "end").stream().map(Row::toString))
        .containsAll(wanted)
        .contains("[date,DATE_TIME,3,13]");
    assertThatThrownBy(
            () ->
                run.run(
                    new Redact(),
                    "documents",
                    "entities",
                    entities,
                    "tagger",
                    Map.of("model_path", model.toString(), "labels", Map.of("GPE", "LOCATION"))))
        .isInstanceOf(UserError.class)
        .hasMessageContaining("no label GPE")
        .hasMessageContaining("[PER, LOC, ORG]");
  }
}
