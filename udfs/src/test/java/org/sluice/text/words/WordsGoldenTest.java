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
  /** spaCy loses this word from its second use in a process on; we never do. */
  private static final String LOST = "IS_ALPHA";

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
    assertThat(all).isGreaterThan(600);
    assertThat(different).allMatch(difference -> difference.endsWith(LOST));
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

  @Test
  @Tag("long")
  @EnabledIfEnvironmentVariable(named = "SLUICE_SHARED", matches = ".+")
  void endsSentencesWhereSpacyDoes() {
    Map<String, JsonNode> documents =
        Golden.byId(Golden.lines(Golden.sharedRules().resolve("docs.jsonl.gz")));
    Sentences sentences = new Sentences(Language.ENGLISH);
    int compared = 0;
    for (JsonNode golden : Golden.lines(Golden.sharedRules().resolve("sentences.jsonl.gz"))) {
      String id = golden.get("id").asText();
      JsonNode document = documents.get(id);
      if (!document.get("lang").asText().equals("eng")
          || document.get("text").asText().contains(LOST)) {
        continue;
      }
      compared++;
      String text = document.get("text").asText();
      List<List<Integer>> wanted = new ArrayList<>();
      golden
          .get("span_tokenize")
          .forEach(span -> wanted.add(List.of(span.get(0).asInt(), span.get(1).asInt())));
      List<List<Integer>> found = new ArrayList<>();
      for (Sentences.Range range : sentences.ranges(text)) {
        found.add(
            List.of(text.codePointCount(0, range.start()), text.codePointCount(0, range.end())));
      }
      assertThat(found).as(id).isEqualTo(wanted);
      List<String> parts = new ArrayList<>();
      golden.get("split_into_sentences").forEach(part -> parts.add(part.asText()));
      assertThat(sentences.parts(text)).as(id).isEqualTo(parts);
    }
    assertThat(compared).isGreaterThan(100);
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
