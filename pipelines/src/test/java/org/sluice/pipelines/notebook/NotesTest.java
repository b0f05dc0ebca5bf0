package org.sluice.pipelines.notebook;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.apache.spark.sql.SparkSession;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.sluice.jobs.tables.Schemas;
import org.sluice.jobs.tables.TableFormat;
import org.sluice.jobs.tables.Tables;

/** Runs every paragraph of the notes as Zeppelin does, on small tables. */
class NotesTest {
  @TempDir static Path folder;
  private static SparkSession spark;

  @BeforeAll
  static void writeTables() throws IOException {
    spark = NoteRun.session();
    for (TableFormat format : TableFormat.values()) {
      write(new Tables(spark, folder.resolve(format.name()) + "/tables", format));
      SmallModel.write(spark, folder.resolve(format.name()), format);
    }
  }

  private static NotePage page(String name) throws IOException {
    return NotePage.parse(Files.readString(Path.of("../notebooks", name + ".md")));
  }

  private static void write(Tables tables) {
    tables.writeDropped(
        List.of("clean", "dedup"),
        spark.createDataFrame(
            List.of(
                dropped("a1", "clean", "gopher_short_doc", 10.0, 50.0, "gopher-quality"),
                dropped("a2", "clean", "gopher_short_doc", 49.0, 50.0, "gopher-quality"),
                dropped("a3", "clean", "gopher_short_doc", 30.0, 50.0, "gopher-quality"),
                dropped("a4", "clean", "language", 0.2, 0.65, null),
                dropped("a5", "clean", "no_words", null, null, null),
                dropped("b2", "dedup", "minhash", 0.5, 0.0714, "b1"),
                dropped("b3", "dedup", "exact", 1.0, 1.0, "b1")),
            Schemas.DROPPED));
    tables.write(
        "rejects",
        spark.createDataFrame(
            List.of(
                RowFactory.create("rows", "rows.jsonl", 10L, 900L, "not JSON", "{"),
                RowFactory.create("rows", "rows.jsonl", 9L, 800L, "not JSON", "{"),
                RowFactory.create("rows", "rows.jsonl", 1L, 0L, "column text is missing", "{}")),
            Schemas.REJECTS));
    tables.write(
        "clusters",
        spark.createDataFrame(
            List.of(
                RowFactory.create("b3", "b1", 3L),
                RowFactory.create("b2", "b1", 3L),
                RowFactory.create("b1", "b1", 3L)),
            Schemas.CLUSTERS));
    tables.write(
        "spans",
        spark.createDataFrame(
            List.of(
                RowFactory.create("b1", "text", "EMAIL", 3L, 9L, 1.0),
                RowFactory.create("b1", "text", "EMAIL", 12L, 19L, 1.0),
                RowFactory.create("c1", "text", "PHONE", 0L, 11L, 0.5)),
            Schemas.SPANS));
  }

  private static Row dropped(
      String id, String step, String rule, Double score, Double threshold, String detail) {
    return RowFactory.create(id, rule, score, threshold, detail, step);
  }

  @AfterAll
  static void stop() {
    spark.stop();
  }

  /** The rows that the account's paragraphs show, by their titles. */
  private static Map<String, List<String>> account(TableFormat format, String rule)
      throws IOException {
    Map<String, String> forms = new HashMap<>(forms(format));
    forms.putAll(Map.of("id", "b1", "rule", rule));
    Map<String, List<String>> rows = new LinkedHashMap<>();
    for (NoteRun.Answer answer : new NoteRun(spark, forms).run(page("account"))) {
      rows.put(answer.title(), answer.rows().stream().map(row -> String.join(" | ", row)).toList());
    }
    return rows;
  }

  private static Map<String, String> forms(TableFormat format) {
    String output = folder.resolve(format.name()).toString();
    return Map.of(
        "output", output, "other", output, "format", format.name().toLowerCase(Locale.ROOT));
  }

  @ParameterizedTest
  @ValueSource(strings = {"account", "explore", "duplicates", "tune"})
  void everyParagraphAnswersAndIsDrawn(String name) throws IOException {
    Map<String, String> forms = new HashMap<>(forms(TableFormat.PARQUET));
    forms.putAll(Map.of("id", "b1", "alike", "0.1"));
    List<NoteRun.Answer> answers = new NoteRun(spark, forms).run(page(name));
    assertThat(answers)
        .hasSizeGreaterThan(5)
        .allSatisfy(
            answer ->
                assertThat(answer.rows().isEmpty())
                    .as(answer.title())
                    .isEqualTo(answer.columns().isEmpty()));
    String picture = NotePicture.draw(name, answers);
    assertThat(picture).doesNotContain("file:/"); // a machine's folders are nobody else's business
    answers.stream()
        .filter(answer -> !answer.columns().isEmpty())
        .forEach(answer -> assertThat(picture).contains(">" + answer.title() + "</text>"));
  }

  @Test
  void theAccountIsRight() throws IOException {
    Map<String, List<String>> answers = account(TableFormat.DELTA, "gopher_short_doc");
    assertThat(answers.get("Rows dropped by step and rule"))
        .containsExactly(
            "clean: gopher_short_doc | 3",
            "clean: language | 1",
            "clean: no_words | 1",
            "dedup: exact | 1",
            "dedup: minhash | 1");
    assertThat(answers.get("How far from the limit"))
        .contains("clean | gopher_short_doc | 50.0 | 3 | 10.0 | 30.0 | 49.0");
    assertThat(answers.get("Scores of one rule"))
        .containsExactly("10.0 | 1 | 50.0", "29.5 | 1 | 50.0", "47.05 | 1 | 50.0");
    assertThat(answers.get("Rows close to the limit")).first().asString().startsWith("a2 | 49.0");
    assertThat(answers.get("Lines that could not be read"))
        .containsExactly(
            "not JSON | 2 | rows.jsonl:9", "column text is missing | 1 | rows.jsonl:1");
    assertThat(answers.get("The largest clusters of duplicates"))
        .containsExactly("b1 | 3 | b1, b2, b3");
    assertThat(answers.get("The least alike of the near-duplicates"))
        .containsExactly("b2 | b1 | 0.5 | 0.0714");
    assertThat(answers.get("Personal data by type"))
        .containsExactly("EMAIL | 2 | 1 | 1.0", "PHONE | 1 | 1 | 0.5");
    assertThat(answers.get("One row"))
        .containsExactly(
            "clusters | one of 3 | stays: b1",
            "spans | EMAIL | text 12 to 19",
            "spans | EMAIL | text 3 to 9");
  }

  @Test
  void oneScoreIsOneBin() throws IOException {
    assertThat(account(TableFormat.PARQUET, "language").get("Scores of one rule"))
        .containsExactly("0.2 | 1 | 0.65");
  }
}
