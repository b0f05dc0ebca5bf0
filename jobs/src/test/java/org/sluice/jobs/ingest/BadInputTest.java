package org.sluice.jobs.ingest;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.zip.GZIPOutputStream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import org.junit.jupiter.api.Assertions;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIfEnvironmentVariable;
import org.junit.jupiter.api.io.TempDir;
import org.sluice.base.UserError;
import org.sluice.jobs.Fixture;
import org.sluice.jobs.StepResult;
import org.sluice.jobs.clean.Clean;
import org.sluice.jobs.dedup.Dedup;

/** What nobody should have to read, read all the same: bounded, and every row accounted for. */
class BadInputTest {
  @TempDir Path folder;
  private Fixture run;

  @BeforeEach
  void open() {
    run = Fixture.parquet(folder.resolve("out"));
  }

  private String file(String name, byte[] bytes) throws IOException {
    return Files.write(folder.resolve(name), bytes).toString();
  }

  private String lines(String name, String... lines) throws IOException {
    return file(name, (String.join("\n", lines) + "\n").getBytes(StandardCharsets.UTF_8));
  }

  private StepResult ingest(String path, Object... more) {
    Object[] pairs = new Object[more.length + 2];
    pairs[0] = "path";
    pairs[1] = path;
    System.arraycopy(more, 0, pairs, 2, more.length);
    return run.run(new Ingest(), "", pairs);
  }

  @Test
  void linesInOtherEncodingsAreMendedAndCounted() throws IOException {
    String french =
        "{\"id\": \"fr\", \"text\": \"Où est passé le café de l'été dernier, déjà ?\"}\n";
    String chinese = "{\"id\": \"zh\", \"text\": \"港口很安静，夜里的船随着潮水离开了，没有人知道。\"}\n";
    Path mixed = folder.resolve("mixed.jsonl");
    try (OutputStream out = Files.newOutputStream(mixed)) {
      out.write(french.getBytes(StandardCharsets.ISO_8859_1));
      out.write(chinese.getBytes(Charset.forName("GBK")));
      out.write("{\"id\": \"ok\", \"text\": \"plain\"}\n".getBytes(StandardCharsets.UTF_8));
    }
    assertThat(ingest(mixed.toString()).rowsKept()).isEqualTo(3);
    assertThat(run.strings("documents", "text"))
        .contains("Où est passé le café de l'été dernier, déjà ?")
        .contains("港口很安静，夜里的船随着潮水离开了，没有人知道。");
    assertThat(run.strings("repairs", "id")).containsExactly("fr", "zh");
  }

  @Test
  void shortLinesAreInWhatTheOthersAreIn() throws IOException {
    List<String> texts = List.of("北京", "你好,世界", "合计14元", "委员会星期二开会讨论了新的预算");
    Path file = folder.resolve("gbk.jsonl");
    try (OutputStream out = Files.newOutputStream(file)) {
      for (String text : texts) {
        out.write(("{\"text\": \"" + text + "\"}\n").getBytes(Charset.forName("GBK")));
      }
      out.write(new byte[] {(byte) 0xff, 1, 2, (byte) 0xfe, 3, '\n'});
    }
    assertThat(ingest(file.toString()).rowsRejected()).isEqualTo(1);
    assertThat(run.strings("documents", "text")).containsExactlyInAnyOrderElementsOf(texts);
    assertThat(run.strings("rejects", "reason"))
        .containsExactly("not UTF-8, nor text in another encoding");
  }

  @Test
  void encodingsOfGiantLinesAreNotSought() throws IOException {
    byte[] line = new byte[17 << 20];
    Arrays.fill(line, (byte) 0xe9);
    line[line.length - 1] = '\n';
    Path file = Files.write(folder.resolve("long.jsonl"), line);
    Files.writeString(file, "{\"text\": \"plain\"}\n", StandardOpenOption.APPEND);
    assertThat(ingest(file.toString()).rowsKept()).isEqualTo(1);
    assertThat(run.strings("rejects", "reason"))
        .containsExactly("not UTF-8, and longer than 16 MB");
  }

  @Test
  void archivesAreRefusedWithWhatToDo() throws IOException {
    Path file = Files.createFile(folder.resolve("rows.zip"));
    assertThatThrownBy(() -> ingest(file.toString()))
        .isInstanceOf(UserError.class)
        .hasMessageContaining("unpack it");
  }

  @Test
  void textEncodedTwiceIsMendedByCleanAndCounted() throws IOException {
    String twice =
        new String("Où est le café ?".getBytes(StandardCharsets.UTF_8), Charset.forName("cp1252"));
    ingest(lines("twice.jsonl", "{\"id\": \"a\", \"text\": \"" + twice + "\"}"));
    run.run(new Clean(), "documents");
    assertThat(run.strings("cleaned", "text")).containsExactly("Où est le café ?");
    assertThat(run.strings("repairs", "id")).containsExactly("a");
  }

  @Test
  void halvesOfSurrogatePairsAreReplacedAndCounted() throws IOException {
    ingest(
        lines(
            "s.jsonl",
            "{\"id\": \"a\", \"text\": \"x\\ud800y\\udc00\"}",
            "{\"id\": \"b\", \"text\": \"\\ud83d\\ude00\"}"));
    assertThat(run.strings("documents", "text")).containsExactly("x\uFFFDy\uFFFD", "\uD83D\uDE00");
    assertThat(run.rows("repairs", "id", "repair").toString()).isEqualTo("[[a,lone surrogates]]");
  }

  @Test
  void emptyFilesNullTextsAndRowsOfOneId() throws IOException {
    Path many = Files.createDirectory(folder.resolve("many"));
    for (String name : List.of("e.jsonl", "e.json", "e.csv", "e.html", "e.xml", "e.warc.gz")) {
      Files.createFile(many.resolve(name));
    }
    Files.writeString(
        many.resolve("rows.jsonl"),
        """
        {"id": "1", "text": null}
        {"id": "2", "text": "one text"}
        {"id": "2", "text": "another text"}
        {"id": "2", "text": "one text"}
        """);
    StepResult result = ingest(many.toString(), "columns", Map.of("text", "string"));
    assertThat(result.rowsKept() + result.rowsRejected()).isEqualTo(result.rowsRead());
    assertThat(run.strings("documents", "text")).contains("one text", "another text");

    StepResult unique = run.run(new Dedup(), "documents");
    assertThat(unique.droppedByRule()).containsEntry("exact", 1L);
    assertThat(run.strings("deduplicated", "text")).contains("one text", "another text");
  }

  /** A stream of one byte pattern that never was in memory. */
  private static InputStream repeated(String pattern, long bytes) {
    byte[] piece = pattern.repeat(1 + 65_536 / pattern.length()).getBytes(StandardCharsets.UTF_8);
    return new InputStream() {
      private long left = bytes;
      private ByteArrayInputStream now = new ByteArrayInputStream(piece);

      @Override
      public int read() {
        byte[] one = new byte[1];
        return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
      }

      @Override
      public int read(byte[] into, int from, int length) {
        if (left <= 0) {
          return -1;
        }
        if (now.available() == 0) {
          now = new ByteArrayInputStream(piece);
        }
        int got = now.read(into, from, (int) Math.min(length, left));
        left -= got;
        return got;
      }
    };
  }

  private void bomb(String name, String head, String unit, long bytes) throws IOException {
    try (OutputStream out = new GZIPOutputStream(Files.newOutputStream(folder.resolve(name)))) {
      out.write(head.getBytes(StandardCharsets.UTF_8));
      repeated(unit, bytes).transferTo(out);
    }
  }

  private void everyFormatEndsWithARejectedRow(long bytes) throws IOException {
    bomb("a.jsonl.gz", "{\"text\": \"", "0", bytes);
    bomb("b.json.gz", "[{\"text\": \"x\", \"more\": [", "0,", bytes);
    bomb("c.csv.gz", "text\n\"", "0", bytes);
    bomb("d.csv.gz", "text\n", ",", bytes);
    bomb("e.html.gz", "<p>", "x ", bytes);
    bomb("f.txt.gz", "", "x ", bytes);
    bomb("g.xml.gz", "<mediawiki><page><revision><text>", "x ", bytes);
    bomb("h.md.gz", "", "x ", bytes);
    for (String name : List.of("a.jsonl", "b.json", "c.csv", "d.csv", "e.html", "f.txt", "g.xml")) {
      Assertions.assertTimeoutPreemptively(
          Duration.ofSeconds(120),
          () -> assertThat(rejectedOf(name + ".gz")).as(name).isEqualTo(1),
          name);
    }
  }

  /** Rejected rows of a file that is read beside a good one. */
  private long rejectedOf(String name) throws IOException {
    Path both = Files.createDirectories(folder.resolve("both-" + name));
    Files.move(folder.resolve(name), both.resolve(name));
    Files.writeString(both.resolve("good.txt"), "good");
    StepResult result = ingest(both.toString());
    assertThat(result.rowsKept()).as(name).isEqualTo(1);
    assertThat(result.rowsRead()).isEqualTo(result.rowsKept() + result.rowsRejected());
    return result.rowsRejected();
  }

  @Test
  @Tag("long")
  @EnabledIfEnvironmentVariable(named = "SLUICE_SHARED", matches = ".+")
  void packedBombsAreReadToTheirEndInBoundedMemory() throws IOException {
    everyFormatEndsWithARejectedRow(400_000_000L);
  }

  @Test
  void anArchiveInAnArchiveIsNoText() throws IOException {
    Path zip = folder.resolve("nested.jsonl.gz");
    try (OutputStream out = new GZIPOutputStream(Files.newOutputStream(zip));
        ZipOutputStream inner = new ZipOutputStream(out)) {
      inner.putNextEntry(new ZipEntry("inner.zip"));
      inner.write(new byte[1_000_000]);
    }
    Path both = Files.createDirectory(folder.resolve("both"));
    Files.move(zip, both.resolve("nested.jsonl.gz"));
    Files.writeString(both.resolve("good.jsonl"), "{\"text\": \"good\"}\n");
    StepResult result = ingest(both.toString());
    assertThat(result.rowsKept()).isEqualTo(1);
    assertThat(result.rowsRejected()).isPositive();
    assertThat(run.strings("documents", "text")).containsExactly("good");
  }
}
