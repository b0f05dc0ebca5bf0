package org.sluice.pipelines.run;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.sluice.engine.file.Json;
import org.sluice.pipelines.quickstart.CorpusGenerator;
import org.sluice.pipelines.quickstart.GenerateOptions;

/** The recipe web-adapter: from a crawl to an adapter, on a tiny model. */
class WebAdapterTest {
  private static final int NEWS_A_PAGE = 6;

  @TempDir Path folder;

  @Test
  void makesAnAdapterOfArchives() throws IOException {
    Path crawl = folder.resolve("crawl");
    List<String> texts = news();
    int half = texts.size() / 2;
    archive(crawl.resolve("one.warc"), texts.subList(0, half));
    archive(crawl.resolve("two.warc"), texts.subList(half, texts.size()));
    archive(crawl.resolve("again.warc"), texts.subList(0, half / 2));
    Path out = folder.resolve("out");
    WalkthroughsTest.run(
        "web-adapter",
        List.of(
            "input.path=" + crawl,
            "model.path=" + TinyWalkthrough.of("web-adapter").model(folder.resolve("model")),
            "model.dtype=fp32",
            "tokenize.max_length=128",
            "mix.test_size=0.2",
            "train.learning_rate=5e-3",
            "train.gradient_accumulation_steps=1",
            "evaluate.max_new_tokens=3",
            "output.path=" + out,
            "spark.master='local[2]'"));
    JsonNode metrics = Json.object(out.resolve("metrics.json"));
    assertThat(metrics.at("/tuned/loss").asDouble())
        .isLessThan(metrics.at("/base/loss").asDouble());
    assertThat(metrics.at("/samples/0/prompt").asText()).contains(" ").hasSizeGreaterThan(30);
    for (String table : List.of("documents", "cleaned", "deduplicated", "redacted", "mixed")) {
      assertThat(out.resolve("tables").resolve(table).resolve("_delta_log")).exists();
    }
    assertThat(out.resolve("export/adapter/adapter_model.safetensors")).exists();
  }

  private List<String> news() throws IOException {
    CorpusGenerator.generate(new GenerateOptions(folder.resolve("news").toString(), 400, 17, 1));
    List<String> texts = new ArrayList<>();
    try (Stream<Path> files = Files.list(folder.resolve("news/documents"))) {
      for (Path file : files.sorted().toList()) {
        for (String line : Files.readAllLines(file)) {
          if (line.endsWith("}")) { // some are broken on purpose
            texts.add(Json.MAPPER.readTree(line).path("text").asText());
          }
        }
      }
    }
    return texts;
  }

  /** An archive with pages of some news each. */
  private static void archive(Path file, List<String> texts) throws IOException {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    for (int from = 0; from + NEWS_A_PAGE <= texts.size(); from += NEWS_A_PAGE) {
      String paragraphs = String.join("</p>\n<p>", texts.subList(from, from + NEWS_A_PAGE));
      String http =
          "HTTP/1.1 200 OK\r\nContent-Type: text/html; charset=utf-8\r\n\r\n"
              + "<html><body><article><p>"
              + paragraphs
              + "</p></article></body></html>";
      byte[] block = http.getBytes(StandardCharsets.UTF_8);
      String head =
          """
          WARC/1.0
          WARC-Type: response
          WARC-Date: 2026-01-01T00:00:00Z
          WARC-Target-URI: https://example.org/%s/%d
          WARC-Record-ID: <urn:uuid:%s-%d>
          Content-Type: application/http; msgtype=response
          Content-Length: %d

          """
              .formatted(file.getFileName(), from, file.getFileName(), from, block.length)
              .replace("\n", "\r\n");
      out.write(head.getBytes(StandardCharsets.UTF_8));
      out.write(block);
      out.write("\r\n\r\n".getBytes(StandardCharsets.UTF_8));
    }
    Files.createDirectories(file.getParent());
    Files.write(file, out.toByteArray());
  }
}
