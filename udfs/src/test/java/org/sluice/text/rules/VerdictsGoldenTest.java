package org.sluice.text.rules;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIfEnvironmentVariable;
import org.sluice.text.Golden;

/** Verdicts, reasons and scores against datatrove's own. */
class VerdictsGoldenTest {
  private static final double TOLERANCE = 1e-9;

  @Test
  @Tag("long")
  @EnabledIfEnvironmentVariable(named = "SLUICE_SHARED", matches = ".+")
  void agreesWithDatatroveOnTheLargeSet() {
    Map<String, JsonNode> documents =
        Golden.byId(Golden.lines(Golden.sharedRules().resolve("docs.jsonl.gz")));
    Tally tally = new Tally();
    for (JsonNode verdict : Golden.lines(Golden.sharedRules().resolve("verdicts.jsonl.gz"))) {
      tally.compare(documents.get(verdict.get("id").asText()), verdict);
    }
    tally.print();
    tally.verdicts.forEach(
        (group, count) -> assertThat(count[1] / (double) count[0]).as(group).isEqualTo(1));
  }

  /** Counts agreement by profile and language. */
  private static final class Tally {
    private final Judge judge = Judge.of(Profiles.datatrove(), Map.of());
    private final Map<String, List<Judgement>> judged = new HashMap<>();
    private final Map<String, int[]> verdicts = new TreeMap<>();
    private final List<String> differences = new ArrayList<>();

    void compare(JsonNode document, JsonNode verdict) {
      String profile = verdict.get("profile").asText();
      if (!Profiles.datatrove().contains(profile)) {
        return;
      }
      String language = document.get("lang").asText();
      Judgement ours =
          judged
              .computeIfAbsent(
                  document.get("id").asText(),
                  id -> judge.judge(document.get("text").asText(), language))
              .get(Profiles.datatrove().indexOf(profile));
      int[] count = verdicts.computeIfAbsent(profile + " " + language, k -> new int[3]);
      count[0]++;
      String reason = verdict.get("reason").isNull() ? null : verdict.get("reason").asText();
      boolean same =
          ours.keep() == verdict.get("keep").asBoolean()
              && Objects.equals(ours.reason(), reason)
              && Objects.equals(ours.text(), verdict.path("changed_text").textValue());
      count[1] += same ? 1 : 0;
      List<String> unequal = unequalScores(ours.scores(), verdict.path("scores"));
      count[2] += unequal.isEmpty() ? 1 : 0;
      if (!same || !unequal.isEmpty()) {
        differences.add(
            document.get("id").asText()
                + " "
                + profile
                + " "
                + reason
                + " -> "
                + ours.reason()
                + " "
                + unequal);
      }
    }

    private static List<String> unequalScores(Scores ours, JsonNode theirs) {
      List<String> unequal = new ArrayList<>();
      for (String name : (Iterable<String>) theirs::fieldNames) {
        JsonNode golden = theirs.get(name);
        double wanted = golden.isNull() ? Double.NaN : golden.asDouble();
        double value = ours.value(name);
        boolean undefined = Double.isNaN(value) && Double.isNaN(wanted);
        if (!undefined && !(Math.abs(value - wanted) <= TOLERANCE)) {
          unequal.add(name + " " + wanted + " -> " + value);
        }
      }
      return unequal;
    }

    void print() {
      verdicts.forEach(
          (group, c) ->
              System.out.printf(
                  "%-34s %4d documents, %6.2f %% same verdict and reason, %6.2f %% same scores%n",
                  group, c[0], 100.0 * c[1] / c[0], 100.0 * c[2] / c[0]));
      differences.stream().limit(60).forEach(System.out::println);
    }
  }
}
