package org.sluice.jobs.decontaminate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Random;
import java.util.zip.GZIPInputStream;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.apache.spark.sql.types.StructType;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIfEnvironmentVariable;
import org.junit.jupiter.api.io.TempDir;
import org.sluice.base.UserError;
import org.sluice.jobs.Fixture;
import org.sluice.jobs.StepResult;
import org.sluice.jobs.dedup.Corpus;
import org.sluice.text.dedup.TokenGrams;

class DecontaminateTest {
  private static final String QUESTION =
      "Which of the seven harbours on the northern coast was closed to all ships in 1871?";

  @TempDir Path folder;
  private Fixture run;
  private Path benchmark;

  @BeforeEach
  void open() throws IOException {
    run = Fixture.parquet(folder.resolve("out"));
    benchmark = folder.resolve("quiz.jsonl");
    Files.writeString(
        benchmark, "{\"question\": \"" + QUESTION + "\", \"choices\": [\"a\", \"b\"]}\n");
  }

  private void write(int partitions, List<Row> rows) {
    StructType schema = StructType.fromDDL("id STRING, text STRING, split STRING");
    run.tables().write("rows", run.spark().createDataFrame(rows, schema).repartition(partitions));
  }

  private static Row row(String id, String text) {
    return RowFactory.create(id, text, "train");
  }

  private static String prose(int seed, int words) {
    Random random = new Random(seed);
    StringBuilder text = new StringBuilder();
    for (int i = 0; i < words; i++) {
      text.append(Corpus.word(random.nextInt(100_000))).append(' ');
    }
    return text.toString();
  }

  private StepResult decontaminate(Object... more) {
    List<Object> pairs = new ArrayList<>(List.of("against", List.of(benchmark.toString())));
    pairs.addAll(List.of(more));
    return run.run(new Decontaminate(), "rows", pairs.toArray());
  }

  @Test
  void gpt3CutsWhatItFindsWithItsSurroundings() {
    String before = prose(1, 120);
    String after = prose(2, 120);
    String question = QUESTION.toUpperCase(Locale.ROOT).replace("?", " --");
    write(3, List.of(row("a", before + question + after), row("b", before), row("c", QUESTION)));
    StepResult result = decontaminate();
    String left = run.rows("decontaminated", "id", "text").get(0).getString(1);
    assertThat(left)
        .isEqualTo(before.substring(0, before.length() - 200) + "\n" + after.substring(200 - 3));
    assertThat(run.strings("decontaminated", "id")).containsExactly("a", "b");
    assertThat(result.droppedByRule().toString()).isEqualTo("{contaminated=1}");
    assertThat(run.rows("cuts", "id", "rule", "pieces", "detail").toString())
        .isEqualTo("[[a,contaminated,1,quiz.jsonl]]");
    assertThat(run.rows("dropped", "id", "detail").toString()).isEqualTo("[[c,quiz.jsonl]]");
  }

  @Test
  void aTextCutIntoManyPiecesIsDroppedAndACommonPhraseIsNone() {
    StringBuilder many = new StringBuilder();
    for (int i = 0; i < 10; i++) {
      many.append(prose(i, 150)).append(QUESTION).append(' ');
    }
    write(2, List.of(row("a", many + prose(11, 150)), row("b", prose(12, 50))));
    assertThat(decontaminate().droppedByRule().toString()).isEqualTo("{cut_into_many_pieces=1}");

    List<Row> rows = new ArrayList<>();
    for (int i = 0; i < 11; i++) {
      rows.add(row("r" + i, prose(i, 100) + QUESTION));
    }
    write(2, rows);
    StepResult result =
        run.run(new Decontaminate(), "rows", "against", List.of(benchmark.toString()));
    assertThat(result.rowsKept()).isEqualTo(11);
    assertThat(run.rows("decontaminated", "text").get(0).getString(0)).contains(QUESTION);
  }

  @Test
  void otherMethodsDropTheRow() {
    String half = QUESTION.substring(0, QUESTION.indexOf(" was closed"));
    write(2, List.of(row("a", "x " + half + " y"), row("b", "x " + QUESTION), row("c", "x y")));
    assertThat(decontaminate("method", "ngram").rowsKept()).isEqualTo(1);
    assertThat(decontaminate("method", "exact").rowsKept()).isEqualTo(2);
    assertThat(run.rows("dropped", "id", "rule", "detail").toString())
        .isEqualTo("[[b,contaminated,quiz.jsonl]]");
  }

  @Test
  void heldOutRowsAreSoughtAndStay() {
    String text = prose(5, 80);
    write(4, List.of(RowFactory.create("t", text, "test"), row("a", text), row("b", prose(6, 80))));
    StepResult result = run.run(new Decontaminate(), "rows", "method", "ngram");
    assertThat(run.strings("decontaminated", "id")).containsExactly("b", "t");
    assertThat(result.rowsDropped()).isEqualTo(1);
  }

  @Test
  void mistakesAreSaidBeforeAnyWork() {
    write(1, List.of(row("a", "x")));
    assertThatThrownBy(() -> decontaminate("fields", List.of("qestion")))
        .isInstanceOf(UserError.class)
        .hasMessageContaining("no text is in the fields [qestion]");
    assertThatThrownBy(() -> run.run(new Decontaminate(), "rows", "against", List.of("none.txt")))
        .hasMessageContaining("none.txt");
  }

  /** Questions of real benchmarks, planted into texts; all are found, and nothing else. */
  @Test
  @Tag("long")
  @EnabledIfEnvironmentVariable(named = "SLUICE_SHARED", matches = ".+")
  void findsQuestionsOfRealBenchmarks() throws IOException {
    Path data = Path.of(System.getenv("SLUICE_SHARED"), "data/benchmarks");
    for (String set :
        List.of("gsm8k_test.jsonl.gz", "mmlu_test_2000.jsonl.gz", "cmmlu_test_1000.jsonl")) {
      benchmark = data.resolve(set);
      List<String> questions = questions(benchmark);
      List<Row> rows = new ArrayList<>();
      for (int i = 0; i < 400; i++) {
        String planted = i % 2 == 0 ? questions.get(i) : "";
        rows.add(row((i % 2 == 0 ? "p" : "c") + i, prose(i, 60) + planted + " " + prose(-i, 60)));
      }
      write(4, rows);
      decontaminate("method", "ngram", "fields", List.of("question"));
      List<String> dropped = run.strings("dropped", "id");
      System.out.println(set + ": found " + dropped.size() + " of 200");
      assertThat(dropped).allMatch(id -> id.startsWith("p"));
      // a question of fewer than 8 words cannot be found by runs of 8
      long findable =
          questions.stream().limit(400).filter(q -> new TokenGrams().read(q) >= 8).count() / 2;
      assertThat((long) dropped.size()).as(set).isGreaterThanOrEqualTo(findable - 10);
    }
  }

  private static List<String> questions(Path file) throws IOException {
    ObjectMapper json = new ObjectMapper();
    List<String> questions = new ArrayList<>();
    boolean packed = file.toString().endsWith(".gz");
    try (BufferedReader in =
        new BufferedReader(
            new InputStreamReader(
                packed
                    ? new GZIPInputStream(Files.newInputStream(file))
                    : Files.newInputStream(file),
                StandardCharsets.UTF_8))) {
      for (String line = in.readLine(); line != null; line = in.readLine()) {
        JsonNode row = json.readTree(line);
        questions.add(row.get("question").asText());
      }
    }
    return questions;
  }
}
