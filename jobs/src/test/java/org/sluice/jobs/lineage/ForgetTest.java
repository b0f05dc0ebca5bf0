package org.sluice.jobs.lineage;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.Stream;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.sluice.base.Progress;
import org.sluice.base.UserError;
import org.sluice.jobs.Fixture;
import org.sluice.jobs.StepResult;
import org.sluice.jobs.clean.Clean;
import org.sluice.jobs.dedup.Dedup;
import org.sluice.jobs.format.Format;
import org.sluice.jobs.ingest.Ingest;
import org.sluice.jobs.redact.Redact;
import org.sluice.jobs.tokenize.Tokenize;
import org.sluice.jobs.train.TrainStep;
import org.sluice.jobs.write.Write;

/** A small project from files to an adapter, asked where its rows went, and made to forget some. */
class ForgetTest {
  private static final Path MODEL =
      Path.of("../engine/src/test/resources/golden/tiny").toAbsolutePath().normalize();
  private static final Map<String, Object> TINY = Map.of("path", MODEL.toString(), "dtype", "fp32");

  /** Words that stand in the rows of this person alone. */
  private static final String SECRET = "Zanzibarian";

  @TempDir Path folder;

  private Fixture run;

  @Test
  void everyTrainedRowIsFoundAndNoneIsLeftOfThoseForgotten() throws IOException {
    make();
    Project project = Project.at(run.output());
    TrainedModel adapter = TrainedModel.at(run.output().resolve("adapter"));
    LineageViews.of(run.spark(), project, adapter).create(run.spark());

    // every sample of every block joins back to its document
    long samples = run.tables().read("blocks").selectExpr("explode(doc_ids)").count();
    assertThat(sql("SELECT * FROM lineage_rows")).hasSize((int) samples);
    assertThat(sql("SELECT * FROM lineage_rows WHERE NOT in_documents")).isEmpty();
    assertThat(
            sql("SELECT * FROM lineage_rows WHERE scores['gopher_quality__n_words'] < 50")
                .isEmpty())
        .isTrue();
    assertThat(text("SELECT id, copies, personal_data FROM lineage_rows WHERE id = 'ana-1'"))
        .isEqualTo("[[ana-1,2,1]]");
    assertThat(text("SELECT place FROM lineage_places WHERE id = 'ana-1' ORDER BY place"))
        .contains("[blocks]", "[documents]", "[spans]", "[model " + run.output() + "/adapter]");
    assertThat(text("SELECT place, what FROM lineage_places WHERE id = 'ana-2'"))
        .contains("[dropped,dedup: exact", "[clusters,one of 2, stays: ana-1]");

    RowIds ids = new RowIds(run.spark(), run.tables());
    Dataset<Row> hers = ids.with("author=Ana");
    assertThat(hers.count()).isEqualTo(3);
    assertThat(ids.withCopies(ids.of(List.of("ana-1"))).count()).isEqualTo(2);
    Forget forget = new Forget(run.spark(), project, Progress.SILENT);
    assertThat(forget.look(hers).rows()).containsEntry("documents", 3L);
    Forgotten forgotten = forget.run(hers);
    assertThat(forgotten.found()).isEqualTo(3);
    assertThat(forgotten.staleSteps()).containsExactly("train");
    assertThat(TrainedModel.at(run.output().resolve("adapter")).forgotten()).isEqualTo(2);
    assertThat(run.output().resolve("checkpoints")).doesNotExist();

    LineageViews.now(run.spark(), project).create(run.spark());
    assertThat(sql("SELECT * FROM lineage_places WHERE id LIKE 'ana-%'")).isEmpty();
    assertThat(sql("SELECT * FROM sluice_blocks WHERE array_contains(doc_ids, 'ana-1')")).isEmpty();
    assertThat(text("SELECT count(*) FROM (SELECT explode(doc_ids) FROM sluice_blocks)"))
        .isEqualTo("[[" + (samples - 2) + "]]");
    assertThat(
            sql(
                "SELECT * FROM sluice_blocks WHERE size(input_ids) <> size(labels) OR"
                    + " size(input_ids) <> aggregate(lengths, 0, (a, b) -> a + b)"))
        .isEmpty();
    noFileHolds("ana-1");
    noFileHolds(SECRET);
    assertThat(run.spark().read().parquet(run.output() + "/final").filter("author = 'Ana'").count())
        .isZero();

    train();
    TrainedModel again = TrainedModel.at(run.output().resolve("adapter"));
    assertThat(again.forgotten()).isZero();
    LineageViews.of(run.spark(), project, again).create(run.spark());
    assertThat(sql("SELECT * FROM sluice_trained WHERE id LIKE 'ana-%'")).isEmpty();
    assertThat(forget.run(ids.of(List.of("ana-1", "nobody"))).found()).isZero();

    // their source still has them
    StepResult ingested =
        run.run(new Ingest(), "", "path", input().toString(), "columns", columns());
    assertThat(ingested.droppedByRule()).containsExactly(Map.entry("forgotten", 3L));
    assertThat(run.strings("documents", "id")).hasSize(21).noneMatch(id -> id.startsWith("ana"));
    assertThat(run.tables().dropped("ingest").select("id").distinct().head().getString(0))
        .isEqualTo(ForgottenRows.STAND_IN);
  }

  @Test
  void deltaForgetsItsPastToo() throws IOException {
    run = Fixture.delta(folder.resolve("out"));
    write(
        "documents", "VALUES ('ana-1', 'Zanzibarian x'), ('r1', 'y'), ('r2', 'z') AS t(id, text)");
    write("documents", "VALUES ('ana-1', 'Zanzibarian'), ('r1', 'y'), ('r2', 'z') AS t(id, text)");
    write(
        "dropped",
        "VALUES ('r2', 'exact', 'ana-1', 'dedup'), ('r3', 'short', 'a', 'clean')"
            + " AS t(id, rule, detail, step)");
    write(
        "blocks",
        "VALUES (1L, array(1, 2, 3), array(1, -100, 3), array(2, 1), array('r1', 'ana-1')),"
            + " (2L, array(4), array(4), array(1), array('ana-1')),"
            + " (3L, array(5), array(5), array(1), array('r2'))"
            + " AS t(block_id, input_ids, labels, lengths, doc_ids)");
    Project project = Project.at(run.output());
    Forget forget = new Forget(run.spark(), project, Progress.SILENT);
    RowIds ids = new RowIds(run.spark(), run.tables());
    Forgotten forgotten = forget.run(ids.of(List.of("ana-1", "nobody")));
    assertThat(forgotten.asked()).isEqualTo(2);
    assertThat(forgotten.found()).isEqualTo(1);
    assertThat(forgotten.rows().toString()).isEqualTo("{blocks=2, documents=1, dropped=1}");
    noFileHolds("ana-1");
    noFileHolds(SECRET);
    assertThat(run.rows("blocks", "block_id", "input_ids", "labels", "lengths", "doc_ids"))
        .extracting(Row::mkString)
        .hasSize(2);
    Row cut = run.rows("blocks", "block_id", "input_ids", "labels", "lengths", "doc_ids").get(0);
    assertThat(List.of(cut.getList(1), cut.getList(2), cut.getList(3), cut.getList(4)).toString())
        .isEqualTo("[[1, 2], [1, -100], [2], [r1]]");
    assertThat(run.rows("dropped", "id", "detail").toString())
        .isEqualTo("[[r2,(forgotten)], [r3,a]]");
    assertThat(run.rows("documents", "id").toString()).isEqualTo("[[r1], [r2]]");

    String stamp = run.tables().stamp("documents");
    assertThat(forget.run(ids.of(List.of("ana-1"))).found()).isZero();
    assertThat(run.tables().stamp("documents")).isEqualTo(stamp);
    write("documents", "VALUES ('r4', 'later') AS t(id, text)");
    assertThat(run.strings("documents", "id")).containsExactly("r4");
  }

  private void write(String table, String rows) {
    run.tables().write(table, run.spark().sql("SELECT * FROM " + rows).coalesce(1));
  }

  @Test
  void mistakesAreNamed() throws IOException {
    Files.createDirectories(folder.resolve("tables"));
    run = Fixture.parquet(folder);
    run.tables().write("documents", run.spark().sql("SELECT 'a' AS id, 'x' AS author"));
    RowIds ids = new RowIds(run.spark(), run.tables());
    assertThatThrownBy(() -> ids.with("autor=x"))
        .isInstanceOf(UserError.class)
        .hasMessageContaining("author=VALUE");
    assertThatThrownBy(() -> ids.in(folder.resolve("no.txt"))).isInstanceOf(UserError.class);
    assertThatThrownBy(() -> Project.at(folder.resolve("x"))).isInstanceOf(UserError.class);
    assertThatThrownBy(() -> TrainedModel.at(folder)).isInstanceOf(UserError.class);
  }

  private Path input() {
    return folder.resolve("rows.jsonl");
  }

  private static Map<String, Object> columns() {
    return Map.of("text", "string", "answer", "string", "author", "string");
  }

  private void make() throws IOException {
    Files.writeString(input(), lines());
    run = Fixture.parquet(folder.resolve("out"));
    run.run(new Ingest(), "", "path", input().toString(), "columns", columns());
    run.run(new Clean(), "documents", "profiles", List.of("gopher-quality@datatrove"));
    run.run(new Dedup(), "cleaned", "minhash", Map.of());
    run.run(new Redact(), "deduplicated");
    run.run(new Write(), "redacted", "columns", List.of("id", "author", "text"));
    run.run(
        new Format(),
        "redacted",
        "template",
        "inline",
        "prompt",
        "{{ text }}",
        "output_column",
        "answer");
    run.run(new Tokenize(), "formatted", "model", TINY, "max_length", 2048);
    train();
  }

  private void train() {
    run.run(new TrainStep(), "blocks", "model", TINY, "steps", 2, "target_modules", "all-linear");
  }

  /** 20 rows of others, and three of Ana's, two of which are the same. */
  private static String lines() {
    Random random = new Random(5);
    List<String> lines = new ArrayList<>();
    for (int i = 0; i < 20; i++) {
      lines.add(line("r%02d".formatted(i), story(random, "Mombasan"), "Ben"));
    }
    String hers = story(random, SECRET) + " Write to ana.lima@example.org soon.";
    lines.add(line("ana-1", hers, "Ana"));
    lines.add(line("ana-2", hers, "Ana"));
    lines.add(line("ana-3", story(random, SECRET), "Ana"));
    lines.add(line("short", "Too short.", "Ben"));
    return String.join("\n", lines) + "\n";
  }

  private static String story(Random random, String word) {
    StringBuilder text = new StringBuilder(word);
    for (int i = 0; i < 14; i++) {
      text.append(" the ship of ").append(name(random)).append(" that went to ");
      text.append(name(random)).append(" with the tide.");
    }
    return text.toString();
  }

  private static String name(Random random) {
    StringBuilder name = new StringBuilder();
    for (int i = 0; i < 6; i++) {
      name.append((char) ('a' + random.nextInt(26)));
    }
    return name.toString();
  }

  private static String line(String id, String text, String author) {
    return "{\"id\":\"%s\",\"text\":\"%s\",\"answer\":\"%s\",\"author\":\"%s\"}"
        .formatted(id, text, "the sea", author);
  }

  private List<Row> sql(String query) {
    return run.spark().sql(query).collectAsList();
  }

  private String text(String query) {
    return sql(query).toString();
  }

  /** Looks into raw files: logs of Delta, statistics of Parquet, notes. */
  private void noFileHolds(String word) throws IOException {
    try (Stream<Path> files = Files.walk(run.output())) {
      for (Path file : files.filter(Files::isRegularFile).toList()) {
        String content = Files.readString(file, StandardCharsets.ISO_8859_1);
        assertThat(content.contains(word)).as("%s in %s", word, file).isFalse();
      }
    }
  }
}
