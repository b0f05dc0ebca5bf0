package org.sluice.text.prompt;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.BufferedReader;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import java.util.zip.GZIPInputStream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIfEnvironmentVariable;

/** Every published template on every conversation shape, as transformers renders them. */
@Tag("long")
@EnabledIfEnvironmentVariable(named = "SLUICE_SHARED", matches = ".+")
class SharedTemplatesTest {
  private static final ObjectMapper JSON = new ObjectMapper();

  private final Path shared = Path.of(System.getenv("SLUICE_SHARED"));
  private final Path golden = shared.resolve("golden/templates");

  private RenderFilter filter() {
    return new RenderFilter(
        TemplateFolders.of(List.of(shared.resolve("data/chat_templates"), golden)));
  }

  @Test
  void rendersEveryCaseAsTransformersDoes() throws IOException {
    byte[] cases = Files.readAllBytes(golden.resolve("cases.jsonl.gz"));
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    RenderFilter.Summary summary = filter().run("cases", new ByteArrayInputStream(cases), out);
    List<String> results = out.toString(StandardCharsets.UTF_8).lines().toList();
    List<String> wrong = new ArrayList<>();
    int row = 0;
    for (JsonNode expected : lines("cases.jsonl.gz")) {
      String difference = difference(expected, JSON.readTree(results.get(row++)));
      if (difference != null) {
        wrong.add(expected.get("id").asText() + ": " + difference);
      }
    }
    assertThat(wrong).isEmpty();
    assertThat(summary).isEqualTo(new RenderFilter.Summary(1188, 206));
  }

  private static String difference(JsonNode expected, JsonNode actual) {
    if (!expected.get("id").equals(actual.get("id"))) {
      return "another id";
    }
    if (expected.has("output")) {
      return expected.get("output").equals(actual.get("output"))
          ? null
          : "expected\n" + expected.get("output") + "\nbut was\n" + actual;
    }
    JsonNode error = actual.get("error");
    if (error == null) {
      return "expected " + expected.get("error") + " but was " + actual.get("output");
    }
    String kind = expected.at("/error/kind").asText();
    return kind.equals(error.get("kind").asText())
            && expected.at("/error/message").asText().equals(error.get("message").asText())
        ? null
        : "expected " + expected.get("error") + " but was " + error;
  }

  @Test
  void findsTheSpansOfGenerationBlocks() throws IOException {
    Map<String, JsonNode> cases = new HashMap<>();
    lines("cases.jsonl.gz").forEach(line -> cases.put(line.get("id").asText(), line));
    TemplateFolders templates =
        TemplateFolders.of(List.of(shared.resolve("data/chat_templates"), golden));
    for (JsonNode expected : lines("spans.jsonl.gz")) {
      JsonNode line = cases.get(expected.get("id").asText());
      Rendering rendering = RenderFilter.rendering(templates, "cases", "", line);
      List<Span> spans = new ArrayList<>();
      expected
          .get("spans")
          .forEach(span -> spans.add(new Span(span.get(0).asInt(), span.get(1).asInt())));
      assertThat(rendering.assistantSpans()).as(line.get("id").asText()).isEqualTo(spans);
    }
  }

  @Test
  void writesTheAlpacaPromptCharacterByCharacter() throws IOException {
    try (Stream<String> lines = Files.lines(golden.resolve("alpaca_cases.jsonl"))) {
      for (String line : lines.toList()) {
        JsonNode row = JSON.readTree(line);
        assertThat(AlpacaPrompt.prompt(row.get("instruction").asText(), row.get("input").asText()))
            .isEqualTo(row.get("prompt").asText());
        assertThat(AlpacaPrompt.target(row.get("output").asText(), row.get("eos_token").asText()))
            .isEqualTo(row.get("target").asText());
      }
    }
  }

  private List<JsonNode> lines(String file) throws IOException {
    List<JsonNode> lines = new ArrayList<>();
    try (BufferedReader reader =
        new BufferedReader(
            new InputStreamReader(
                new GZIPInputStream(Files.newInputStream(golden.resolve(file))),
                StandardCharsets.UTF_8))) {
      for (String line = reader.readLine(); line != null; line = reader.readLine()) {
        lines.add(JSON.readTree(line));
      }
    }
    return lines;
  }
}
