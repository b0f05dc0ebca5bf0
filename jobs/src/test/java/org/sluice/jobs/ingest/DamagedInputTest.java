package org.sluice.jobs.ingest;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.github.luben.zstd.Zstd;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.zip.GZIPOutputStream;
import org.apache.commons.compress.compressors.lz4.FramedLZ4CompressorOutputStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.sluice.base.UserError;
import org.sluice.jobs.Failures;
import org.sluice.jobs.Fixture;
import org.sluice.jobs.StepResult;

/** Files that came to harm: what is before the damage is read, and the damage is told. */
class DamagedInputTest {
  private static final int ROWS = 6_000;

  @TempDir Path folder;
  private Fixture run;
  private Path input;

  @BeforeEach
  void open() throws IOException {
    run = Fixture.parquet(folder.resolve("out"));
    input = Files.createDirectory(folder.resolve("input"));
  }

  /** Packs bytes as a program for that would. */
  private interface Packer {
    byte[] pack(byte[] bytes) throws IOException;
  }

  private static byte[] gzip(byte[] bytes) throws IOException {
    ByteArrayOutputStream packed = new ByteArrayOutputStream();
    try (OutputStream out = new GZIPOutputStream(packed)) {
      out.write(bytes);
    }
    return packed.toByteArray();
  }

  private static byte[] lz4(byte[] bytes) throws IOException {
    ByteArrayOutputStream packed = new ByteArrayOutputStream();
    try (OutputStream out =
        new FramedLZ4CompressorOutputStream(
            packed,
            new FramedLZ4CompressorOutputStream.Parameters(
                FramedLZ4CompressorOutputStream.BlockSize.K64))) {
      out.write(bytes);
    }
    return packed.toByteArray();
  }

  private static byte[] lines(int from, int to) {
    Random random = new Random(from);
    StringBuilder lines = new StringBuilder();
    for (int i = from; i < to; i++) {
      String text = Long.toString(random.nextLong(), 36).repeat(4);
      lines.append("{\"id\": \"%04d\", \"text\": \"%s\"}\n".formatted(i, text));
    }
    return lines.toString().getBytes(UTF_8);
  }

  private static byte[] half(byte[] bytes) {
    return Arrays.copyOf(bytes, bytes.length / 2);
  }

  /** Sound gzip of some lines, behind which something goes on that is none. */
  private static byte[] broken(byte[] lines) throws IOException {
    ByteArrayOutputStream packed = new ByteArrayOutputStream();
    try (GZIPOutputStream out = new GZIPOutputStream(packed, true)) {
      out.write(lines);
      out.flush();
      return join(packed.toByteArray(), new byte[] {7}, new byte[99]);
    }
  }

  /** Bytes that no packing has, from the middle on. */
  private static byte[] spoilt(byte[] bytes) {
    byte[] spoilt = bytes.clone();
    Arrays.fill(spoilt, spoilt.length / 2, spoilt.length - 16, (byte) 0xff);
    return spoilt;
  }

  private static byte[] flipped(byte[] bytes, int at) {
    byte[] flipped = bytes.clone();
    flipped[at] ^= 0x55;
    return flipped;
  }

  private static byte[] join(byte[]... parts) {
    ByteArrayOutputStream all = new ByteArrayOutputStream();
    for (byte[] part : parts) {
      all.writeBytes(part);
    }
    return all.toByteArray();
  }

  private StepResult ingest(String name, byte[] bytes) throws IOException {
    Files.write(input.resolve(name), bytes);
    try {
      return run.run(new Ingest(), "", "path", input.toString());
    } finally {
      Files.delete(input.resolve(name));
    }
  }

  /**
   * Reads a damaged file: the rows are the first ones, and the last reject tells what befell it.
   */
  private void keepsTheFirst(String name, byte[] bytes, int least, int most, String reason)
      throws IOException {
    StepResult result = ingest(name, bytes);
    assertThat(result.rowsKept()).as(name).isBetween((long) least, (long) most);
    assertThat(result.summary())
        .endsWith("; cut off or damaged: %s; fetch or make it again".formatted(name));
    List<String> ids = run.strings("documents", "id");
    for (int i = 0; i < ids.size(); i++) {
      assertThat(ids.get(i)).isEqualTo("%04d".formatted(i));
    }
    assertThat(
            run.tables().read("rejects").where("reason = '" + reason + "'").collectAsList().stream()
                .map(row -> row.<Long>getAs("offset")))
        .as(reason)
        .hasSize(1)
        .doesNotContainNull();
  }

  @Test
  void whatIsBeforeTheDamageOfAPackedFileIsRead() throws IOException {
    byte[] lines = lines(0, ROWS);
    int some = ROWS / 5;
    int most = ROWS * 3 / 4;
    String cutOff = "the packed file is cut off here";
    String damaged = "the packed file is damaged from here on";
    keepsTheFirst("a.jsonl.gz", half(gzip(lines)), some, most, cutOff);
    keepsTheFirst("a.jsonl.zst", half(Zstd.compress(lines)), some, most, cutOff);
    keepsTheFirst("a.jsonl.lz4", half(lz4(lines)), some, most, cutOff);
    keepsTheFirst("a.jsonl.gz", broken(lines), ROWS, ROWS, damaged);
    keepsTheFirst("a.jsonl.zst", spoilt(Zstd.compress(lines)), some, most, damaged);
    StepResult flipped = ingest("a.jsonl.lz4", flipped(lz4(lines), lines.length / 4));
    assertThat(flipped.rowsKept()).isGreaterThan(some);
    assertThat(run.strings("rejects", "reason")).contains(damaged);
  }

  @Test
  void membersBehindADamagedOneAreNotForgotten() throws IOException {
    byte[] first = gzip(lines(0, 100));
    byte[] second = gzip(lines(100, 200));
    String damaged = "the packed file is damaged from here on";
    keepsTheFirst("a.jsonl.gz", join(first, flipped(second, 0)), 100, 100, damaged);
    keepsTheFirst("a.jsonl.gz", join(first, flipped(second, second.length - 8)), 200, 200, damaged);
    keepsTheFirst(
        "a.jsonl.gz",
        join(first, second, Arrays.copyOf(first, 5)),
        200,
        200,
        "the packed file is cut off here");
  }

  @Test
  void aDamagedFileStopsNoOther() throws IOException {
    Files.write(input.resolve("c.jsonl"), lines(0, 10));
    byte[] random = new byte[1000];
    new Random(7).nextBytes(random);
    Files.createFile(input.resolve("b.jsonl.gz"));
    StepResult result = ingest("a.jsonl.gz", random);
    assertThat(result.rowsKept()).isEqualTo(10);
    assertThat(result.summary())
        .endsWith("cut off or damaged: a.jsonl.gz, b.jsonl.gz; fetch or make them again");
    assertThat(run.strings("rejects", "reason"))
        .containsExactly(
            "the file is not packed as its name says", "the packed file is cut off here");
  }

  @Test
  void aSmallFileIsReadUpToItsDamageToo() throws IOException {
    keepsTheFirst(
        "a.jsonl.gz", half(gzip(lines(0, 60))), 10, 50, "the packed file is cut off here");
  }

  @Test
  void listsAndXmlSayWhereTheyBreakOff() throws IOException {
    String rows = new String(lines(0, ROWS), UTF_8).strip().replace("\n", ",\n");
    byte[] list = ("[" + rows + "]").getBytes(UTF_8);
    keepsTheFirst(
        "a.json.gz", half(gzip(list)), ROWS / 5, ROWS * 3 / 4, "the packed file is cut off here");
    keepsTheFirst(
        "a.json",
        join(Arrays.copyOf(list, list.length / 2), new byte[] {0}),
        ROWS / 5,
        ROWS * 3 / 4,
        "not JSON from here on");
    refused("a.xml", "no XML".getBytes(UTF_8), "{not XML from here on=1} in a.xml; fetch or make");
  }

  private void refused(String name, byte[] bytes, String words) {
    assertThatThrownBy(() -> ingest(name, bytes))
        .satisfies(
            failure ->
                assertThat(Failures.userError(failure).map(UserError::getMessage))
                    .hasValueSatisfying(
                        line -> assertThat(line).contains(words).doesNotContain("\n")));
  }

  @Test
  void whereNothingIsLeftTheFileIsToBeFetchedAgain() throws IOException {
    byte[] text = gzip(lines(0, 100));
    refused(
        "a.txt.gz",
        half(text),
        "ingest: all 1 rows were rejected: {the packed file is cut off here=1} in a.txt.gz;"
            + " fetch or make the file again");
    refused(
        "a.jsonl.gz",
        lines(0, 10),
        "{the file is not packed as its name says=1} in a.jsonl.gz; name the file by what it is");
  }

  @Test
  void spoiltParquetIsToldInALine() throws IOException {
    String table = folder.resolve("p").toString();
    run.spark().range(5_000).selectExpr("uuid() AS text").coalesce(1).write().parquet(table);
    byte[] file;
    try (var files = Files.list(Path.of(table))) {
      Path part =
          files.filter(path -> path.toString().endsWith(".parquet")).findFirst().orElseThrow();
      file = Files.readAllBytes(part);
    }
    String words = "a.parquet: it cannot be read: cut off, damaged, or no Parquet; fetch or make";
    refused("a.parquet", half(file), words);
    refused("a.parquet", spoiltPages(file), words);
  }

  private static byte[] spoiltPages(byte[] file) {
    byte[] spoilt = file.clone();
    Arrays.fill(spoilt, 4, file.length / 2, (byte) 0xff);
    return spoilt;
  }

  @Test
  void aFileThatDiffersFromHadoopsSumIsReadUpToThere() throws IOException {
    String table = folder.resolve("t").toString();
    run.spark()
        .range(ROWS)
        .selectExpr("format_string('%04d', id) AS id", "repeat('word ', 9) AS text")
        .coalesce(1)
        .write()
        .json(table);
    try (var files = Files.list(Path.of(table))) {
      for (Path file : files.filter(path -> path.toString().contains("part-")).toList()) {
        String name = file.getFileName().toString().replaceAll("part-.*json", "a.jsonl");
        byte[] bytes = Files.readAllBytes(file);
        Files.write(
            input.resolve(name),
            name.endsWith("crc") ? bytes : flipped(bytes, bytes.length * 7 / 8));
      }
    }
    keepsTheFirst(
        "a.jsonl",
        Files.readAllBytes(input.resolve("a.jsonl")),
        ROWS / 2,
        ROWS - 1,
        "the file differs from its check sum in .crc from here on");
  }
}
