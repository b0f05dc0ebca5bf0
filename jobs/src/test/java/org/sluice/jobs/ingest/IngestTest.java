package org.sluice.jobs.ingest;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.github.luben.zstd.Zstd;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.zip.GZIPOutputStream;
import org.apache.spark.sql.Row;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.sluice.base.UserError;
import org.sluice.jobs.Fixture;
import org.sluice.jobs.StepResult;

class IngestTest {
  @TempDir Path folder;
  private Fixture run;

  @BeforeEach
  void open() {
    run = Fixture.parquet(folder.resolve("out"));
  }

  @Test
  void everyBrokenLineIsRejectedWithItsPlaceAndReason() throws IOException {
    byte[] broken = "{\"id\": \"g\", \"text\": \"\u00e9\"}\n".getBytes(StandardCharsets.ISO_8859_1);
    Path file = folder.resolve("a.jsonl");
    String good = "{\"id\": \"a\", \"text\": \"one\", \"n\": 1}\n";
    String lines =
        good
            + "\n" // blank: no row
            + "{\"id\": \"c\", \"text\": 7}\n"
            + "{\"id\": \"d\"}\n"
            + "{\"id\": \"e\", \"text\": \"cut\n"
            + "[1]\n";
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    bytes.write(lines.getBytes(StandardCharsets.UTF_8));
    bytes.write(broken);
    bytes.write("{\"id\": 8, \"text\": \"last, no line feed\"}".getBytes(StandardCharsets.UTF_8));
    Files.write(file, bytes.toByteArray());

    StepResult result = run.run(new Ingest(), "", "path", file.toString(), "encoding", "utf-8");

    assertThat(run.strings("documents", "id")).containsExactly("8", "a");
    assertThat(result.rowsRead()).isEqualTo(7);
    assertThat(result.rowsRejected()).isEqualTo(5);
    List<Row> rejects = run.rows("rejects", "line", "offset", "reason", "raw", "source");
    assertThat(rejects.stream().map(row -> row.getLong(0) + " " + row.getString(2)))
        .containsExactly(
            "3 column text is not a string",
            "4 column text is missing",
            "5 not JSON",
            "6 not a JSON object",
            "7 not UTF-8");
    assertThat(rejects.get(0).getLong(1)).isEqualTo(good.length() + 1);
    assertThat(rejects.get(3).getString(3)).isEqualTo("[1]");
    assertThat(rejects.get(0).getString(4)).isEqualTo("a.jsonl");
  }

  @Test
  void lineNumbersHoldInFilesThatAreSplit() throws IOException {
    StringBuilder text = new StringBuilder();
    List<Long> broken = new ArrayList<>();
    for (long line = 1; text.length() < 5_000_000; line++) {
      if (line % 1000 == 7) {
        broken.add(line);
        text.append("{broken\n");
      } else {
        text.append("{\"text\": \"").append("word ".repeat((int) (line % 90))).append("\"}\n");
      }
    }
    Path file = folder.resolve("big.jsonl");
    Files.writeString(file, text);

    StepResult result = run.run(new Ingest(), "", "path", file.toString());

    assertThat(run.tables().read("documents").javaRDD().getNumPartitions()).isGreaterThan(1);
    assertThat(result.rowsRead()).isEqualTo(text.chars().filter(c -> c == '\n').count());
    assertThat(run.rows("rejects", "line").stream().map(row -> row.getLong(0)))
        .containsExactlyElementsOf(broken);
    assertThat(run.tables().read("documents").select("id").distinct().count())
        .isEqualTo(result.rowsKept());
  }

  @Test
  void packedFilesFoldersAndGlobs() throws IOException {
    Path data = Files.createDirectories(folder.resolve("data/deep"));
    byte[] line = "{\"text\": \"packed\"}\n".getBytes(StandardCharsets.UTF_8);
    Files.write(data.resolve("a.jsonl.zst"), Zstd.compress(line));
    Files.write(data.resolve("b.jsonl.gz"), gzip(line));
    Files.write(data.resolve("_SUCCESS"), line);
    Files.write(folder.resolve("data/c.jsonl"), line);

    assertThat(run.run(new Ingest(), "", "path", folder + "/data").rowsKept()).isEqualTo(3);
    assertThat(run.run(new Ingest(), "", "path", folder + "/data/deep/*.gz").rowsKept())
        .isEqualTo(1);
    assertThat(run.strings("documents", "source")).containsExactly("b.jsonl.gz");
  }

  @Test
  void aDamagedPackedFileGivesWhatCameBeforeAndOneReject() throws IOException {
    byte[] lines = "{\"text\": \"packed\"}\n".repeat(20_000).getBytes(StandardCharsets.UTF_8);
    byte[] packed = gzip(lines);
    Path file = folder.resolve("cut.jsonl.gz");
    Files.write(file, Arrays.copyOf(packed, packed.length / 2));

    StepResult result = run.run(new Ingest(), "", "path", file.toString());

    assertThat(result.rowsKept()).isPositive().isLessThan(20_000);
    assertThat(run.strings("rejects", "reason")).containsExactly("the packed file is cut off here");
  }

  private static byte[] gzip(byte[] bytes) throws IOException {
    ByteArrayOutputStream packed = new ByteArrayOutputStream();
    try (GZIPOutputStream out = new GZIPOutputStream(packed)) {
      out.write(bytes);
    }
    return packed.toByteArray();
  }

  @Test
  void csvKnowsQuotesAndLineBreaksInFields() throws IOException {
    Path file = folder.resolve("a.csv");
    Files.writeString(
        file,
        "id,text,n,extra\r\n"
            + "1,\"two\nlines, \"\"quoted\"\"\",5,x\r\n"
            + "2,plain,no number,x\n"
            + "3,too,few\n"
            + "4,last,6,x");

    run.run(
        new Ingest(),
        "",
        "path",
        file.toString(),
        "columns",
        Map.of("text", "string", "n", "long"));

    assertThat(run.rows("documents", "id", "text", "n").stream().map(Row::toString))
        .containsExactly("[1,two\nlines, \"quoted\",5]", "[4,last,6]");
    assertThat(run.rows("rejects", "line", "reason").stream().map(Row::toString))
        .containsExactly("[4,column n is not a long]", "[5,3 fields where the header has 4]");
  }

  @Test
  void plainTextByFileAndByLine() throws IOException {
    Path file = folder.resolve("a.txt");
    Files.writeString(file, "first line\n\nsecond line\n");
    run.run(new Ingest(), "", "path", file.toString());
    assertThat(run.strings("documents", "text")).containsExactly("first line\n\nsecond line\n");
    run.run(new Ingest(), "", "path", file.toString(), "text_document", "line");
    assertThat(run.strings("documents", "text")).containsExactly("first line", "second line");
  }

  @Test
  void parquetAndDeltaComeThroughSpark() {
    String parquet = folder.resolve("p.parquet").toString();
    run.spark()
        .sql("SELECT 'x' AS text, 1.5D AS score UNION ALL SELECT null, 2D")
        .coalesce(1)
        .write()
        .parquet(parquet);
    Map<String, String> columns = Map.of("text", "string", "score", "double");
    StepResult result = run.run(new Ingest(), "", "path", parquet, "columns", columns);
    assertThat(result.rowsRejected()).isEqualTo(1);
    assertThat(run.strings("rejects", "reason")).containsExactly("column text is missing");

    String delta = folder.resolve("delta").toString();
    run.spark().sql("SELECT 7 AS id, 'y' AS text").write().format("delta").save(delta);
    run.run(new Ingest(), "", "path", delta);
    assertThat(run.rows("documents", "id", "text").toString()).isEqualTo("[[7,y]]");

    assertThatThrownBy(
            () -> run.run(new Ingest(), "", "path", parquet, "columns", Map.of("txt", "string")))
        .isInstanceOf(UserError.class)
        .hasMessageContaining("there is no column txt; did you mean text?");
  }

  @Test
  void heldOutFilesAreMarked() throws IOException {
    Files.writeString(folder.resolve("train.jsonl"), "{\"text\": \"a\"}\n");
    Files.writeString(folder.resolve("test.jsonl"), "{\"text\": \"b\"}\n");
    run.run(new Ingest(), "", "path", folder + "/train.jsonl", "test_path", folder + "/test.jsonl");
    assertThat(run.rows("documents", "text", "split").toString())
        .isEqualTo("[[a,train], [b,test]]");
  }

  @Test
  void mistakesAreSaidBeforeAnyWork() throws IOException {
    Path file = folder.resolve("a.jsonl");
    Files.writeString(file, "{\"txt\": \"a\"}\n");
    assertThatThrownBy(() -> run.run(new Ingest(), "", "path", file.toString()))
        .isInstanceOf(UserError.class)
        .hasMessageContaining("none of the first rows has a column text; did you mean txt?");
    assertThatThrownBy(() -> run.run(new Ingest(), "", "path", folder + "/none*.jsonl"))
        .isInstanceOf(UserError.class)
        .hasMessageContaining("there is no such file");
    Files.writeString(file, "");
    assertThatThrownBy(() -> run.run(new Ingest(), "", "path", file.toString()))
        .isInstanceOf(UserError.class)
        .hasMessageContaining("the input is empty");
    Files.writeString(file, "\n \n");
    assertThatThrownBy(() -> run.run(new Ingest(), "", "path", file.toString()))
        .isInstanceOf(UserError.class)
        .hasMessageContaining("the input holds no rows");
    Files.writeString(file, "{\"text\": 1}\n");
    assertThatThrownBy(() -> run.run(new Ingest(), "", "path", file.toString()))
        .isInstanceOf(UserError.class)
        .hasMessageContaining("all 1 rows were rejected: {column text is not a string=1}");
    assertThat(run.tables().exists("documents")).isFalse();
  }
}
