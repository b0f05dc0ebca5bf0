package org.sluice.text.words;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIfEnvironmentVariable;
import org.sluice.text.Golden;

/** Words against datatrove's own. */
class WordsGoldenTest {
  @Test
  @Tag("long")
  @EnabledIfEnvironmentVariable(named = "SLUICE_SHARED", matches = ".+")
  void splitsAsSpacyDoes() {
    Map<String, JsonNode> documents =
        Golden.byId(Golden.lines(Golden.sharedRules().resolve("docs.jsonl.gz")));
    WordSplitter english = WordSplitter.of(Language.ENGLISH, List.of());
    int all = 0;
    List<String> different = new ArrayList<>();
    for (JsonNode golden : Golden.lines(Golden.sharedRules().resolve("tokens.jsonl.gz"))) {
      JsonNode document = documents.get(golden.get("id").asText());
      if (!document.get("lang").asText().equals("eng")) {
        continue;
      }
      all++;
      List<String> words = english.words(document.get("text").asText());
      String difference = difference(golden, words);
      if (difference != null) {
        different.add(golden.get("id").asText() + ": " + difference);
      }
    }
    System.out.println(all + " documents, different: " + different);
    assertThat(different.size()).isLessThanOrEqualTo(all / 100);
  }

  @Test
  @Tag("long")
  @EnabledIfEnvironmentVariable(named = "SLUICE_SHARED", matches = ".+")
  void simplifiesAsDatatroveDoes() {
    Map<String, JsonNode> documents =
        Golden.byId(Golden.lines(Golden.sharedRules().resolve("docs.jsonl.gz")));
    Simplifier simplifier = new Simplifier();
    for (JsonNode golden : Golden.lines(Golden.sharedRules().resolve("normalised.jsonl.gz"))) {
      String id = golden.get("id").asText();
      assertThat(simplifier.simplify(documents.get(id).get("text").asText()))
          .as(id)
          .isEqualTo(golden.get("simplify_text").asText());
    }
  }

  private static String difference(JsonNode golden, List<String> words) {
    if (golden.get("words").isNull()) {
      int wanted = golden.get("n_words").asInt();
      return wanted == words.size() ? null : wanted + " words -> " + words.size();
    }
    for (int i = 0; i < Math.max(words.size(), golden.get("words").size()); i++) {
      String wanted = i < golden.get("words").size() ? golden.get("words").get(i).asText() : "";
      String found = i < words.size() ? words.get(i) : "";
      if (!wanted.equals(found)) {
        return "word " + i + " " + wanted + " -> " + found;
      }
    }
    return null;
  }
}
