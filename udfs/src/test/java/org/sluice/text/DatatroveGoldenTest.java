package org.sluice.text;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.sluice.text.dedup.MinHash;
import org.sluice.text.rules.Judge;
import org.sluice.text.rules.Judgement;
import org.sluice.text.rules.Profiles;
import org.sluice.text.rules.Scores;
import org.sluice.text.words.Language;
import org.sluice.text.words.Simplifier;
import org.sluice.text.words.WordSplitter;

/** Made-up documents and what datatrove 0.10.1 says of them; src/test/python/make_golden.py. */
class DatatroveGoldenTest {
  private static final List<JsonNode> GOLDEN = Golden.lines("datatrove-golden.jsonl.gz");

  @Test
  void splitsTheSameWords() {
    WordSplitter splitter = WordSplitter.of(Language.ENGLISH, List.of());
    for (JsonNode golden : GOLDEN) {
      List<String> words = new ArrayList<>();
      golden.get("words").forEach(word -> words.add(word.asText()));
      assertThat(splitter.words(text(golden))).as(id(golden)).isEqualTo(words);
    }
  }

  @Test
  void simplifiesTheSame() {
    Simplifier simplifier = new Simplifier();
    for (JsonNode golden : GOLDEN) {
      assertThat(simplifier.simplify(text(golden)))
          .as(id(golden))
          .isEqualTo(golden.get("simplified").asText());
    }
  }

  @Test
  void judgesTheSameForTheSameReason() {
    List<String> known = new ArrayList<>();
    GOLDEN.get(0).get("verdicts").fieldNames().forEachRemaining(known::add);
    assertThat(Profiles.names()).containsAll(known);
    Judge judge = Judge.of(known, Map.of());
    for (JsonNode golden : GOLDEN) {
      for (Judgement judgement : judge.judge(text(golden), "eng")) {
        JsonNode verdict = golden.get("verdicts").get(judgement.profile());
        String place = id(golden) + " " + judgement.profile();
        assertThat(judgement.reason()).as(place).isEqualTo(verdict.get("reason").textValue());
        assertThat(judgement.keep()).as(place).isEqualTo(verdict.get("keep").asBoolean());
      }
    }
  }

  @Test
  void countsTheSameRepeats() {
    Judge judge = Judge.of(List.of("gopher-repetition@datatrove"), Map.of());
    for (JsonNode golden : GOLDEN) {
      Scores scores = judge.judge(text(golden), "eng").get(0).scores();
      for (String name : (Iterable<String>) golden.get("repeats")::fieldNames) {
        long characters = Math.round(scores.value(name) * scores.value("n_chars"));
        assertThat(characters)
            .as(id(golden) + " " + name)
            .isEqualTo(golden.get("repeats").get(name).asLong());
      }
    }
  }

  @Test
  void signsTheSame() {
    MinHash minHash = new MinHash(5, 14, 8, 1);
    for (JsonNode golden : GOLDEN) {
      long[] wanted = new long[golden.get("signature").size()];
      Arrays.setAll(wanted, i -> Long.parseLong(golden.get("signature").get(i).asText()));
      long[] signature = minHash.signature(text(golden), "eng");
      assertThat(Arrays.copyOf(signature, wanted.length)).as(id(golden)).isEqualTo(wanted);
      assertThat(signature.length == 0).as(id(golden)).isEqualTo(golden.get("signature").isNull());
    }
  }

  private static String id(JsonNode golden) {
    return golden.get("id").asText();
  }

  private static String text(JsonNode golden) {
    return golden.get("text").asText();
  }
}
