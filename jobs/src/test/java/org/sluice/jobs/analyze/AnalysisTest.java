package org.sluice.jobs.analyze;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.sluice.base.UserError;
import org.sluice.jobs.Fixture;
import org.sluice.jobs.analyze.CorpusReport.Line;
import org.sluice.jobs.ingest.IngestOptions;

class AnalysisTest {
  @TempDir Path folder;

  private CorpusReport analyze(int most) {
    IngestOptions files =
        Fixture.options(
            IngestOptions.class, "path", List.of(folder.toString()), "materialize", false);
    return new Analysis(Fixture.local(), most).of(files, List.of("text"));
  }

  @Test
  void limitsAreProposedThatDropTheShareAskedFor() throws IOException {
    StringBuilder lines = new StringBuilder();
    for (int i = 1; i <= 100; i++) {
      String text = "The ship and the sea have it. ".repeat(i);
      lines.append("{\"id\": \"%d\", \"text\": \"%s\"}\n".formatted(i, text));
    }
    lines.append(
        "{\"id\": \"copy\", \"text\": \"%s\"}\n".formatted("The ship and the sea have it."));
    lines.append("{broken\n");
    Files.writeString(folder.resolve("a.jsonl"), lines);

    CorpusReport report = analyze(1000);
    assertThat(report.languages().keySet()).first().isEqualTo("eng");
    assertThat(report.copies()).isBetween(0.009, 0.011);
    Line words =
        report.lines(0.05).stream()
            .filter(line -> line.limit().equals("min_doc_words"))
            .findFirst()
            .orElseThrow();
    // seven words a sentence: 7 sentences and fewer are under 50 words, and so is the copy
    assertThat(words.dropped()).isBetween(0.07, 0.09);
    assertThat(words.proposed()).isBetween(28.0, 42.0);
    assertThat(report.text(0.05))
        .contains("101 rows, 1 rejected")
        .contains("gopher-quality@datatrove:\n      min_doc_words: ");
    assertThat(analyze(10).text(0.05)).contains("sample of 10 rows", "language: {keep: [eng]}");
  }

  @Test
  void whatLiesBesideTheDataIsLeftAside() throws IOException {
    Files.writeString(
        folder.resolve("a.jsonl"), "{\"id\": \"1\", \"text\": \"The ship.\"}\n{\"id\": \"2\"}\n");
    Files.writeString(folder.resolve("README.md"), "# The data\n".repeat(99));
    Files.writeString(folder.resolve("LICENSE.txt"), "Everybody may have it.\n".repeat(99));
    Files.writeString(folder.resolve("b.csv"), "text\nx\n");
    Files.writeString(folder.resolve("a.wat.gz"), "?");
    assertThat(analyze(10).text(0.05))
        .startsWith("1 rows, 1 rejected")
        .contains("rejected, by reason: {", "left aside: LICENSE.txt, README.md, a.wat.gz, b.csv;");
    Files.delete(folder.resolve("a.jsonl"));
    Files.delete(folder.resolve("b.csv"));
    assertThat(analyze(10).text(0.05)) // nothing but papers
        .startsWith("2 rows, 0 rejected")
        .contains("left aside: a.wat.gz;");
  }

  @Test
  void chineseIsMeasuredByChineseRules() throws IOException {
    StringBuilder lines = new StringBuilder();
    for (int i = 1; i <= 40; i++) {
      lines.append(
          "{\"id\": \"%d\", \"text\": \"%s\"}\n"
              .formatted(i, "今天天气很好，我们一起去公园散步，看到了许多美丽的花。".repeat(i)));
    }
    Files.writeString(folder.resolve("a.jsonl"), lines);
    assertThat(analyze(1000).text(0.05))
        .contains("language: {keep: [cmn]}", "roots-zh@bigscience", "min_stop_words")
        .doesNotContain("gopher-quality");
  }

  private void refuses(String message, String advice) {
    assertThatThrownBy(() -> analyze(10))
        .isInstanceOf(UserError.class)
        .hasMessageContaining(message)
        .hasMessageEndingWith(advice);
  }

  @Test
  void aFolderOfArchivesIsToldToBeUnpacked() throws IOException {
    Files.writeString(folder.resolve("notes"), "?");
    refuses(
        "none of the 1 files is of a kind that is read, such as notes",
        "give them the extension of their format: jsonl, csv, txt, html, warc or parquet");
    Files.writeString(folder.resolve("pages.tar.gz"), "PK");
    refuses(
        "none of the 2 files is of a kind that is read, such as pages.tar.gz",
        "unpack it, or pack what is in it with gzip");
  }
}
