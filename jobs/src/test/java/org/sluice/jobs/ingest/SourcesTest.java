package org.sluice.jobs.ingest;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.zip.GZIPOutputStream;
import org.apache.spark.sql.Row;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIfEnvironmentVariable;
import org.junit.jupiter.api.io.TempDir;
import org.sluice.base.UserError;
import org.sluice.jobs.Fixture;
import org.sluice.jobs.StepResult;

/** Sources other than lines and tables. */
class SourcesTest {
  private static final String PAGE =
      "<html><head><title>Ships</title></head><body><nav><a href=/>Home</a></nav><article><p>"
          + "The harbour was quiet, and the ships of the night had left with the tide, caf\u00e9."
          + "</p></article></body></html>";
  private static final String TEXT =
      "The harbour was quiet, and the ships of the night had left with the tide, caf\u00e9.";

  @TempDir Path folder;
  private Fixture run;

  @BeforeEach
  void open() {
    run = Fixture.parquet(folder.resolve("out"));
  }

  private static byte[] record(String type, String uri, byte[] block) {
    ByteArrayOutputStream record = new ByteArrayOutputStream();
    record.writeBytes(
        ("WARC/1.0\r\nWARC-Type: %s\r\nWARC-Target-URI: %s\r\nWARC-Record-ID: <urn:%s>\r\n"
                + "Content-Type: text/plain\r\nContent-Length: %d\r\n\r\n")
            .formatted(type, uri, uri, block.length)
            .getBytes(StandardCharsets.UTF_8));
    record.writeBytes(block);
    record.writeBytes("\r\n\r\n".getBytes(StandardCharsets.UTF_8));
    return record.toByteArray();
  }

  private static byte[] http(int status, String type, byte[] body) {
    ByteArrayOutputStream message = new ByteArrayOutputStream();
    message.writeBytes(
        "HTTP/1.1 %d X\r\nContent-Type: %s\r\n\r\n"
            .formatted(status, type)
            .getBytes(StandardCharsets.UTF_8));
    message.writeBytes(body);
    return message.toByteArray();
  }

  @Test
  void pagesOfAnArchiveBecomeTheirMainText() throws IOException {
    ByteArrayOutputStream packed = new ByteArrayOutputStream();
    byte[] latin = PAGE.getBytes(StandardCharsets.ISO_8859_1);
    for (byte[] record :
        List.of(
            record("request", "a", "GET /".getBytes(StandardCharsets.UTF_8)),
            record("response", "a", http(200, "text/html; charset=iso-8859-1", latin)),
            record("response", "b", http(404, "text/html", latin)),
            record("response", "c", http(200, "image/png", latin)),
            record(
                "response",
                "d",
                http(200, "text/html", "<p></p>".getBytes(StandardCharsets.UTF_8))),
            "no record\r\n".getBytes(StandardCharsets.UTF_8),
            record("conversion", "e", "plain".getBytes(StandardCharsets.UTF_8)))) {
      try (GZIPOutputStream member = new GZIPOutputStream(packed)) {
        member.write(record);
      }
    }
    Path file = folder.resolve("x.warc.gz");
    Files.write(file, packed.toByteArray());

    StepResult result =
        run.run(
            new Ingest(),
            "",
            "path",
            file.toString(),
            "columns",
            Map.of("text", "string", "url", "string", "title", "string?", "encoding", "string"));

    assertThat(result.summary())
        .isEqualTo(
            "read 4, kept 2, dropped 0, rejected 2; cut off or damaged: x.warc.gz;"
                + " fetch or make it again");
    assertThat(run.rows("documents", "id", "text", "title", "encoding").toString())
        .isEqualTo("[[urn:a," + TEXT + ",Ships,windows-1252], [urn:e,plain,,UTF-8]]");
    assertThat(run.rows("rejects", "reason", "raw").toString())
        .isEqualTo("[[no record begins here,null], [the page has no text,d]]");
    assertThat(run.rows("repairs", "id", "repair", "step").toString())
        .isEqualTo("[[urn:a,encoding windows-1252,ingest]]");
  }

  @Test
  void columnsThatAPageHasNotAreRefused() throws IOException {
    Path file = folder.resolve("x.html");
    Files.writeString(file, PAGE);
    assertThatThrownBy(
            () ->
                run.run(
                    new Ingest(), "", "path", file.toString(), "columns", Map.of("urls", "string")))
        .isInstanceOf(UserError.class)
        .hasMessageContaining("did you mean url?");
    run.run(new Ingest(), "", "path", file.toString());
    assertThat(run.strings("documents", "text")).containsExactly(TEXT);
  }

  @Test
  void otherEncodingsAreRepairedAndNoted() throws IOException {
    String chinese = "港口很安静，夜里的船随着潮水离开了。没有人知道它们去了哪里。\n";
    Path text = folder.resolve("a.txt");
    Files.write(text, chinese.repeat(3).getBytes(Charset.forName("GBK")));
    run.run(new Ingest(), "", "path", text.toString());
    assertThat(run.strings("documents", "text")).containsExactly(chinese.repeat(3));
    assertThat(run.strings("repairs", "repair")).containsExactly("encoding GB18030");

    Path lines = folder.resolve("a.jsonl");
    String json = "{\"id\": \"1\", \"text\": \"" + chinese.strip() + "\"}\n{\"text\": \"plain\"}\n";
    Files.write(lines, json.getBytes(Charset.forName("GBK")));
    run.run(new Ingest(), "", "path", lines.toString(), "encoding", "gbk");
    assertThat(run.strings("documents", "text")).contains(chinese.strip(), "plain");
    assertThat(run.rows("repairs", "id", "repair").toString()).isEqualTo("[[1,encoding GB18030]]");
    run.run(new Ingest(), "", "path", lines.toString());
    assertThat(run.rows("repairs", "id", "repair").toString()).isEqualTo("[[1,encoding GB18030]]");
    StepResult strict = run.run(new Ingest(), "", "path", lines.toString(), "encoding", "utf-8");
    assertThat(strict.rowsRejected()).isEqualTo(1);
    assertThat(run.strings("repairs", "repair")).isEmpty();
  }

  @Test
  void dumpsOfXmlAreReadAsAStream() throws IOException {
    Path wiki = folder.resolve("wiki.xml");
    Files.writeString(
        wiki,
        """
        <mediawiki><siteinfo><id>9</id></siteinfo>
        <page><title>Ship</title><id>1</id><revision><id>7</id>
        <text>A '''ship''' &amp; a [[boat|Boat]].{{x}}</text></revision></page>
        <page><title>Sea</title><id>2</id><revision><text>The sea.</text></revision></page>
        <page><title>Cut</title>
        """);
    Map<String, String> columns = Map.of("text", "string", "title", "string");
    StepResult result = run.run(new Ingest(), "", "path", wiki.toString(), "columns", columns);
    assertThat(run.rows("documents", "id", "title", "text").toString())
        .isEqualTo("[[1,Ship,A ship & a Boat.], [2,Sea,The sea.]]");
    assertThat(result.rowsRejected()).isEqualTo(1);

    Path posts = folder.resolve("posts.xml");
    Files.writeString(
        posts, "<posts><row Id=\"5\" Score=\"3\" Body=\"&lt;p&gt;Hi&lt;/p&gt;\"/></posts>");
    run.run(
        new Ingest(),
        "",
        "path",
        posts.toString(),
        "columns",
        Map.of("text", "string", "score", "long"),
        "xml",
        Map.of(
            "record",
            "row",
            "markup",
            "html",
            "fields",
            Map.of("id", "@Id", "text", "@Body", "score", "@Score")));
    assertThat(run.rows("documents", "id", "text", "score").toString()).isEqualTo("[[5,Hi,3]]");
  }

  @Test
  void instructionDataComeInOneShape() throws IOException {
    Path list = folder.resolve("a.json");
    Files.writeString(
        list,
        "[{\"instruction\": \"Add\", \"input\": \"1\", \"response\": \"2\"},\n"
            + "{\"instruction\": \"Add\"}]");
    StepResult result =
        run.run(
            new Ingest(),
            "",
            "path",
            list.toString(),
            "shape",
            "auto",
            "columns",
            Map.of("messages", "json", "output", "string"));
    assertThat(run.strings("documents", "messages"))
        .containsExactly(
            "[{\"role\":\"user\",\"content\":\"Add\\n1\"},"
                + "{\"role\":\"assistant\",\"content\":\"2\"}]");
    assertThat(result.rowsRejected()).isEqualTo(1);
    assertThat(run.rows("rejects", "line", "reason").toString())
        .isEqualTo("[[2,no text response]]");
  }

  @Test
  void datasetInfoIsUsedAsItIs() throws IOException {
    Files.writeString(
        folder.resolve("dataset_info.json"),
        "{\"mine\": {\"file_name\": \"mine.json\", \"formatting\": \"sharegpt\"}}");
    Files.writeString(
        folder.resolve("mine.json"),
        "[{\"conversations\": [{\"from\": \"human\", \"value\": \"q\"},"
            + "{\"from\": \"gpt\", \"value\": \"a\"}]},"
            + "{\"conversations\": [{\"from\": \"gpt\", \"value\": \"a\"}]}]");
    String info = folder.resolve("dataset_info.json").toString();
    Map<String, String> columns = Map.of("messages", "json");
    StepResult result =
        run.run(new Ingest(), "", "path", info, "dataset", "mine", "columns", columns);
    assertThat(result.summary()).isEqualTo("read 2, kept 1, dropped 0, rejected 1");
    assertThat(run.strings("rejects", "reason")).containsExactly("the conversation is broken");
    assertThatThrownBy(
            () -> run.run(new Ingest(), "", "path", info, "dataset", "mime", "columns", columns))
        .hasMessageContaining("there is no dataset mime");
  }

  @Test
  void giantsAreBoundedAndAccountedFor() throws IOException {
    Path file = folder.resolve("giant.jsonl");
    try (var out = Files.newBufferedWriter(file)) {
      out.write("{\"text\": \"");
      String piece = "x".repeat(1_000_000);
      for (int i = 0; i < 100; i++) {
        out.write(piece);
      }
      out.write("\"}\n{\"text\": \"small\"}\n{\"text\": null}\n");
      out.write("{\"text\": " + "[".repeat(100_000) + "}\n");
    }
    StepResult result = run.run(new Ingest(), "", "path", file.toString());
    assertThat(result.summary()).isEqualTo("read 4, kept 1, dropped 0, rejected 3");
    assertThat(run.strings("rejects", "raw")).allMatch(raw -> raw.length() <= 1024);
  }

  @Test
  @Tag("long")
  @EnabledIfEnvironmentVariable(named = "SLUICE_SHARED", matches = ".+")
  void readsPublishedDataWithoutARejectedRow() {
    Path data = Path.of(System.getenv("SLUICE_SHARED"), "data/instruction_shapes");
    Map<String, String> columns = Map.of("messages", "json");
    Map<String, Integer> wanted =
        Map.of(
            "dolly/databricks-dolly.jsonl", 200,
            "oasst/trees.jsonl.gz", 100,
            "oasst/messages.jsonl.gz", 20,
            "gpteacher/codegen-instruct.json", 100,
            "sharegpt/dummy_conversation.json", 60,
            "openai_messages/reason_tool_use_50.jsonl", 50,
            "openai_messages/tool_calls.jsonl", 80,
            "mt_bench/question.jsonl", 80);
    wanted.forEach(
        (file, rows) -> {
          String path = data.resolve(file).toString();
          StepResult result =
              run.run(new Ingest(), "", "path", path, "shape", "auto", "columns", columns);
          assertThat(result.rowsKept() + " of " + result.rowsRead())
              .as(file)
              .isEqualTo(rows + " of " + rows);
        });
    String info = data.resolve("llamafactory_data/dataset_info.json").toString();
    for (Map.Entry<String, Integer> set :
        Map.of(
                "identity", 91,
                "alpaca_zh_demo", 200,
                "glaive_toolcall_en_demo", 80,
                "dpo_en_demo", 40,
                "kto_en_demo", 40,
                "wiki_demo", 6,
                "c4_demo", 60)
            .entrySet()) {
      StepResult result =
          run.run(new Ingest(), "", "path", info, "dataset", set.getKey(), "columns", columns);
      assertThat(result.rowsKept()).as(set.getKey()).isEqualTo(set.getValue().longValue());
    }
  }

  @Test
  @Tag("long")
  @EnabledIfEnvironmentVariable(named = "SLUICE_SHARED", matches = ".+")
  void readsRealArchives() {
    Path data = Path.of(System.getenv("SLUICE_SHARED"), "data/warc");
    String[] files = {"resiliparse-warcfile.warc.gz", "resiliparse-warcfile.warc.lz4"};
    for (String file : files) {
      run.run(
          new Ingest(),
          "",
          "path",
          data.resolve(file).toString(),
          "columns",
          Map.of("text", "string", "url", "string"));
      List<Row> rows = run.rows("documents", "url", "text");
      assertThat(rows).as(file).hasSizeBetween(14, 16);
    }
  }
}
