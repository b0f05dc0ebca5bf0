package org.sluice.text.rules;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.sluice.text.Golden;

/** What the peers' own tests say of texts; transcribed by make_published.py. */
class PublishedExamplesTest {
  /** Above both readings of "at the limit". */
  private static final double SLACK = 1e-9;

  static Stream<JsonNode> facts() {
    return Golden.lines("published-examples.jsonl.gz").stream();
  }

  @ParameterizedTest
  @MethodSource("facts")
  void isJudgedAsThePeerSays(JsonNode fact) {
    String profile = fact.get("profile").asText();
    Map<String, Double> limits = new HashMap<>();
    for (String name : names(fact, "limits")) {
      limits.put(name, fact.get("limits").get(name).asDouble());
    }
    Judge judge = Judge.of(List.of(profile), limits.isEmpty() ? Map.of() : Map.of(profile, limits));
    String text = fact.get("text").asText();
    Judgement ours = judge.judge(text, fact.path("lang").asText("en")).get(0);
    if (fact.has("reason")) {
      assertThat(ours.reason()).isEqualTo(fact.get("reason").textValue());
    }
    if (fact.has("kept")) {
      assertThat(ours.text() == null ? text : ours.text()).isEqualTo(fact.get("kept").asText());
    }
    for (String name : names(fact, "scores")) {
      double wanted = fact.get("scores").get(name).asDouble();
      assertThat(ours.scores().value(name)).as(name).isCloseTo(wanted, within(SLACK));
    }
    for (String name : names(fact, "between")) {
      JsonNode limit = fact.get("between").get(name);
      assertThat(ours.scores().value(name))
          .as(name)
          .isGreaterThan(limit.get(0).asDouble())
          .isLessThanOrEqualTo(limit.get(1).asDouble() + SLACK);
    }
  }

  private static Iterable<String> names(JsonNode fact, String part) {
    return () -> fact.path(part).fieldNames();
  }

  @Test
  void everyPeerWithPublishedTestsIsThere() {
    assertThat(facts().map(fact -> fact.get("profile").asText()).collect(Collectors.toSet()))
        .containsAll(
            Profiles.names().stream()
                .filter(name -> !name.matches("c4-sentence@.*|roots-.*|signals@.*"))
                .toList());
  }
}
