package org.sluice.jobs;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.apache.spark.sql.Row;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.sluice.base.UserError;
import org.sluice.jobs.clean.Clean;
import org.sluice.jobs.dedup.Corpus;
import org.sluice.jobs.dedup.Dedup;
import org.sluice.jobs.ingest.Ingest;
import org.sluice.jobs.redact.Redact;
import org.sluice.jobs.write.Write;

/** The steps before format, one after another, written and handed over. */
class PreparationTest {
  private static final String GOOD =
      "The harbour was quiet and the ships of the night had left with the tide. ";

  @TempDir Path folder;
  private Path input;

  @BeforeEach
  void make() throws IOException {
    input = folder.resolve("in.jsonl");
    StringBuilder lines = new StringBuilder();
    Random random = new Random(1);
    for (int i = 0; i < 30; i++) {
      StringBuilder text = new StringBuilder();
      for (int k = 0; k < 12; k++) {
        text.append("The ship ").append(Corpus.word(random.nextInt(9999)));
        text.append(" and the harbour that have ").append(Corpus.word(random.nextInt(9999)));
        text.append(" of night went with ").append(Corpus.word(random.nextInt(9999)));
        text.append(" to sea.\\n");
      }
      lines.append(line("g%02d".formatted(i), text.toString()));
      if (i < 3) {
        lines.append(line("h%02d".formatted(i), text.toString()));
      }
    }
    lines.append(line("short", "Too short. Write to ana@example.org."));
    lines.append("{broken\n");
    Files.writeString(input, lines);
  }

  private static String line(String id, String text) {
    return "{\"id\": \"" + id + "\", \"text\": \"" + text + "\"}\n";
  }

  private StepResult prepare(Fixture run, boolean materialize) {
    run.run(new Ingest(), "", "path", input.toString(), "materialize", materialize);
    run.run(
        new Clean(),
        "documents",
        "profiles",
        List.of("gopher-quality@datatrove"),
        "materialize",
        materialize);
    run.run(new Dedup(), "cleaned", "minhash", Map.of(), "materialize", materialize);
    return run.run(new Write(), "deduplicated");
  }

  @Test
  void handedOverRowsGiveWhatWrittenTablesGive() {
    Fixture written = Fixture.parquet(folder.resolve("written"));
    prepare(written, true);
    Fixture handed = Fixture.parquet(folder.resolve("handed"));
    StepResult result = prepare(handed, false);

    for (String table : List.of("dropped", "rejects", "clusters")) {
      assertThat(all(handed, table)).isEqualTo(all(written, table)).isNotEmpty();
    }
    assertThat(finalIds(handed)).isEqualTo(finalIds(written)).hasSize(30);
    assertThat(handed.tables().exists("documents")).isFalse();
    assertThat(handed.tables().exists("cleaned")).isFalse();

    assertThat(result.rowsKept()).isEqualTo(30);
    assertThat(result.settled().keySet()).containsExactly("ingest", "clean", "dedup");
    assertThat(result.settled().get("ingest").summary())
        .isEqualTo("read 35, kept 34, dropped 0, rejected 1");
    assertThat(result.settled().get("clean").droppedByRule().toString())
        .isEqualTo("{gopher_short_doc=1}");
    assertThat(result.settled().get("dedup").rowsDropped()).isEqualTo(3);
  }

  private static List<String> all(Fixture run, String table) {
    return run.tables().read(table).collectAsList().stream().map(Row::toString).sorted().toList();
  }

  private static List<String> finalIds(Fixture run) {
    return run.spark().read().parquet(run.output() + "/final").sort("id").collectAsList().stream()
        .map(row -> row.getString(0))
        .toList();
  }

  @Test
  void scoresStayAsColumnsInDelta() {
    Fixture run = Fixture.delta(folder.resolve("out"));
    run.run(new Ingest(), "", "path", input.toString());
    run.run(new Clean(), "documents", "profiles", List.of("gopher-quality@datatrove"));
    List<Row> scores = run.rows("cleaned", "id", "gopher_quality__avg_word_length");
    assertThat(scores).hasSize(33);
    assertThat(scores.get(0).getDouble(1)).isBetween(3.0, 5.0);
    List<Row> account = run.rows("dropped", "id", "rule", "score", "threshold", "detail", "step");
    assertThat(account.toString())
        .isEqualTo("[[short,gopher_short_doc,5.0,50.0,gopher-quality@datatrove,clean]]");
    run.run(new Clean(), "documents");
    assertThat(run.tables().version("cleaned")).hasValue(1);
    assertThat(run.tables().read("dropped").count()).isZero();
  }

  @Test
  void personalDataIsReplacedAndItsPlaceKept() {
    Fixture run = Fixture.parquet(folder.resolve("out"));
    run.run(new Ingest(), "", "path", input.toString());
    run.run(new Redact(), "documents", "entities", Map.of("EMAIL", "tag"));
    assertThat(run.strings("redacted", "text")).contains("Too short. Write to <EMAIL>.");
    assertThat(run.rows("spans", "id", "field", "type", "start", "end").toString())
        .isEqualTo("[[short,text,EMAIL,20,35]]");
  }

  @Test
  void whenEverythingIsDroppedTheRulesAreNamedAndNothingIsWritten() {
    Fixture run = Fixture.parquet(folder.resolve("out"));
    run.run(new Ingest(), "", "path", input.toString());
    assertThatThrownBy(
            () ->
                run.run(
                    new Clean(),
                    "documents",
                    "profiles",
                    List.of("gopher-quality@datatrove"),
                    "limits",
                    Map.of("gopher-quality@datatrove", Map.of("min_doc_words", 9000.0))))
        .isInstanceOf(UserError.class)
        .hasMessageContaining("clean: all 34 rows were dropped, by rule: {gopher_short_doc=34}");
    assertThat(run.tables().exists("cleaned")).isFalse();
    assertThat(run.tables().exists("dropped")).isFalse();
  }

  @Test
  void textOfGoodRowsIsUntouchedWithoutNormalisation() throws IOException {
    Files.writeString(input, line("a", GOOD.repeat(3)));
    Fixture run = Fixture.parquet(folder.resolve("out"));
    run.run(new Ingest(), "", "path", input.toString());
    run.run(new Clean(), "documents", "normalize", "none");
    assertThat(run.strings("cleaned", "text")).containsExactly(GOOD.repeat(3));
  }
}
