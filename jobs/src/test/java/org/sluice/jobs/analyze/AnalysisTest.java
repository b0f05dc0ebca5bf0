package org.sluice.jobs.analyze;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.zip.GZIPOutputStream;
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
  void damagedFilesAreToldToBeFetchedAgain() throws IOException {
    byte[] lines = "{\"text\": \"The ship and the sea.\"}\n".repeat(2000).getBytes(UTF_8);
    String again = "fetch or make the file again";
    Files.write(folder.resolve("a.txt.gz"), cut(lines, 30));
    refuses("by reason: {the packed file is cut off here=1} in a.txt.gz", again);
    Files.delete(folder.resolve("a.txt.gz"));
    byte[] record = "WARC/1.0\r\nWARC-Type: response\r\n".getBytes(UTF_8);
    Files.write(folder.resolve("a.warc.gz"), cut(record, 20));
    refuses("by reason: {the packed record is cut off=1} in a.warc.gz", again);
    Files.delete(folder.resolve("a.warc.gz"));
    Files.write(folder.resolve("a.jsonl.gz"), lines);
    refuses(
        "by reason: {the file is not packed as its name says=1} in a.jsonl.gz",
        "name the file by what it is, or fetch it again");

    Files.write(folder.resolve("a.jsonl.gz"), cut(lines, 120));
    Files.write(folder.resolve("b.jsonl.gz"), cut(lines, 150));
    assertThat(analyze(10).text(0.05))
        .contains("rejected, by reason: {the packed file is cut off here=2}")
        .contains("cut off or damaged: a.jsonl.gz, b.jsonl.gz; fetch or make them again");
  }

  /** The first bytes of a packed file. */
  private static byte[] cut(byte[] bytes, int length) throws IOException {
    ByteArrayOutputStream packed = new ByteArrayOutputStream();
    try (GZIPOutputStream gzip = new GZIPOutputStream(packed)) {
      gzip.write(bytes);
    }
    return Arrays.copyOf(packed.toByteArray(), length);
  }

  @Test
  void filesWithoutARowAreNoDamage() throws IOException {
    Files.writeString(
        folder.resolve("a.warc"),
        "WARC/1.0\r\nWARC-Type: warcinfo\r\nContent-Length: 0\r\n\r\n\r\n\r\n");
    refuses("analyze: the input holds no rows; give", "give files with rows");
    Files.delete(folder.resolve("a.warc"));
    Files.createFile(folder.resolve("a.jsonl.gz"));
    refuses("the input is empty", "fetch or make the file again: no packing makes it empty");
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
