package org.sluice.text.prompt.jinja;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.time.LocalDateTime;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;

/**
 * Some thousand small templates against what Jinja2 3.1.6 gave in transformers' environment
 * (make_snippets.py beside the data).
 */
class SnippetsTest {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final LocalDateTime NOW = LocalDateTime.of(2024, 2, 9, 14, 5, 3);

  /** Errors of these kinds say the same as in Python, word for word. */
  private static final Set<String> SAME_WORDS = Set.of("raised", "undefined", "security");

  @Test
  void everySnippetGivesWhatJinjaGives() throws IOException {
    Map<String, Object> data =
        JSON.readValue(resource("data.json"), new TypeReference<Map<String, Object>>() {});
    List<String> wrong = new ArrayList<>();
    for (String line : new String(resource("snippets.jsonl"), StandardCharsets.UTF_8).split("\n")) {
      JsonNode expected = JSON.readTree(line);
      String difference = difference(expected, data);
      if (difference != null) {
        wrong.add(expected.get("template") + "\n    " + difference);
      }
    }
    assertThat(wrong).isEmpty();
  }

  private static String difference(JsonNode expected, Map<String, Object> data) {
    JsonNode error = expected.get("error");
    try {
      String output =
          Template.compile(expected.get("template").asText())
              .render(data, () -> NOW, Limits.DEFAULT)
              .text();
      if (error != null) {
        return "expected " + error + " but was " + output;
      }
      String wanted = expected.get("output").asText();
      return output.equals(wanted) ? null : "expected " + wanted + "\n    but was  " + output;
    } catch (TemplateException failed) {
      String found = failed.kind().wireName() + ": " + failed.getMessage();
      if (error == null) {
        return "expected " + expected.get("output") + " but was " + found;
      }
      String kind = error.get("kind").asText();
      boolean same = failed.kind().wireName().equals(kind);
      boolean words =
          !SAME_WORDS.contains(kind) || failed.getMessage().equals(error.get("message").asText());
      return same && words ? null : "expected " + error + " but was " + found;
    }
  }

  private static byte[] resource(String name) throws IOException {
    try (InputStream in = SnippetsTest.class.getResourceAsStream(name)) {
      return in.readAllBytes();
    }
  }
}
