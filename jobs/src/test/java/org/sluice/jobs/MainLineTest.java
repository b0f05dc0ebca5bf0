package org.sluice.jobs;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.apache.spark.sql.Row;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.sluice.jobs.clean.Clean;
import org.sluice.jobs.decontaminate.Decontaminate;
import org.sluice.jobs.dedup.Corpus;
import org.sluice.jobs.dedup.Dedup;
import org.sluice.jobs.ingest.Ingest;
import org.sluice.jobs.mix.Mix;
import org.sluice.jobs.parts.DedupText;
import org.sluice.jobs.redact.Redact;

/** From files to a mixture, with planted copies, personal data and leaks of an evaluation set. */
class MainLineTest {
  private static final String QUESTION =
      "Which of the seven harbours on the %s coast was closed to all ships in 1871?";
  private static final String FOOTER = "All rights of this page are reserved by its owner.";
  private static final String MAIL = "Write to ana.lima@example.org about the %s today.\\n";
  private static final int EACH = 8;

  @TempDir Path folder;

  /** What every row holds of each table; of rejects what does not depend on how files are cut. */
  private static final Map<String, String> TABLES =
      Map.of(
          "mixed", "place, id, text, source, split",
          "mixture", "*",
          "dropped", "step, id, rule, score, threshold, detail",
          "rejects", "reason, raw",
          "rules", "*",
          "clusters", "*",
          "cuts", "*",
          "spans", "*");

  @Test
  void shufflesAndPartitionsDoNotMatterAndPlantsAreFound() throws IOException {
    Map<String, List<String>> one = prepare(1);
    assertThat(one.get("dropped").stream().filter(row -> row.contains("dedup,copy")))
        .as("copies and near-copies")
        .hasSize(2 * EACH);
    assertThat(one.get("cuts").stream().filter(row -> row.contains("leak")))
        .as("leaks")
        .hasSize(EACH);
    assertThat(one.get("cuts").stream().filter(row -> row.contains("repeated_line")))
        .as("footers, but the first one")
        .hasSize(EACH - 1);
    assertThat(one.get("spans")).as("addresses").hasSize(EACH);
    assertThat(one.get("rejects")).hasSize(1);
    assertThat(one.get("mixed").toString()).doesNotContain("ana.lima").doesNotContain("harbours");
    assertThat(prepare(7)).isEqualTo(one);
  }

  @Test
  @Tag("long")
  void twoHundredPartitionsNeither() throws IOException {
    assertThat(prepare(200)).isEqualTo(prepare(1));
  }

  private Map<String, List<String>> prepare(int partitions) throws IOException {
    Path input = Files.createDirectories(folder.resolve("in" + partitions));
    write(input, partitions);
    Path quiz = folder.resolve("quiz.jsonl");
    StringBuilder questions = new StringBuilder();
    for (int i = 0; i < EACH; i++) {
      questions.append("{\"question\": \"%s\"}\n".formatted(question(i)));
    }
    Files.writeString(quiz, questions);

    Fixture run = Fixture.parquet(folder.resolve("out" + partitions));
    String handOver = "materialize";
    Map<String, String> columns = Map.of("text", "string", "source", "string");
    run.run(new Ingest(), "", "path", input.toString(), "columns", columns, handOver, false);
    List<String> profiles = List.of("gopher-quality@datatrove", "fineweb@datatrove");
    run.run(new Clean(), "documents", "profiles", profiles, handOver, false);
    run.run(new Dedup(), "cleaned", "minhash", Map.of(), handOver, false);
    run.run(new DedupText(), "deduplicated", "min_words", 5, handOver, false);
    List<String> sets = List.of(quiz.toString());
    run.run(new Decontaminate(), "text_deduplicated", "against", sets, "around", 0);
    run.run(new Redact(), "decontaminated", "entities", Map.of("EMAIL", "fake"));
    Map<String, Double> weights = Map.of("web", 2.0, "books", 1.0);
    run.run(new Mix(), "redacted", "weights", weights, "test_size", 0.1, "curriculum", Map.of());

    Map<String, List<String>> tables = new LinkedHashMap<>();
    TABLES.forEach(
        (table, what) ->
            tables.put(
                table,
                run.tables().read(table).selectExpr(what.split(", ")).collectAsList().stream()
                    .map(Row::toString)
                    .sorted()
                    .toList()));
    return tables;
  }

  /** The same lines in another order, in so many files: each is read by a task of its own. */
  private static void write(Path input, int files) throws IOException {
    List<String> lines = lines();
    Collections.shuffle(lines, new Random(files));
    List<StringBuilder> texts = new ArrayList<>();
    for (int i = 0; i < files; i++) {
      texts.add(new StringBuilder());
    }
    for (int i = 0; i < lines.size(); i++) {
      texts.get(i % files).append(lines.get(i));
    }
    for (int i = 0; i < files; i++) {
      Files.writeString(input.resolve("part-%03d.jsonl".formatted(i)), texts.get(i));
    }
  }

  private static List<String> lines() {
    List<String> lines = new ArrayList<>(List.of("{broken\n"));
    for (int i = 0; i < EACH; i++) {
      String text = prose(i, "");
      lines.add(line("a" + i, text));
      lines.add(line("copy-" + i, text));
      lines.add(line("copy-near-" + i, text.replaceFirst("harbour", "haven")));
      lines.add(line("leak" + i, prose(100 + i, question(i) + "\\n")));
      lines.add(line("foot" + i, prose(200 + i, "") + FOOTER));
      lines.add(line("mail" + i, prose(300 + i, MAIL.formatted(Corpus.word(i)))));
      lines.add(line("short" + i, "Too short, and of the few."));
      lines.add(line("plain" + i, prose(400 + i, "")));
    }
    return lines;
  }

  private static String line(String id, String text) {
    String source = id.hashCode() % 3 == 0 ? "books" : "web";
    return "{\"id\": \"%s\", \"source\": \"%s\", \"text\": \"%s\"}\n".formatted(id, source, text);
  }

  private static String question(int i) {
    return QUESTION.formatted(Corpus.word(1000 + i));
  }

  /** Twelve lines of words that no other text has, a line amid them. */
  private static String prose(int seed, String amid) {
    Random random = new Random(seed);
    StringBuilder text = new StringBuilder();
    for (int i = 0; i < 12; i++) {
      text.append("The ship ").append(Corpus.word(random.nextInt(1 << 20)));
      text.append(" and the harbour that have ").append(Corpus.word(random.nextInt(1 << 20)));
      text.append(" of night went with ").append(Corpus.word(random.nextInt(1 << 20)));
      text.append(" to sea.\\n").append(i == 5 ? amid : "");
    }
    return text.toString();
  }
}
