package org.sluice.text.rules.peer;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIfEnvironmentVariable;
import org.sluice.text.Golden;
import org.sluice.text.rules.Judge;
import org.sluice.text.rules.Judgement;

/** What other programs themselves say of documents; src/test/python/make_peer_golden.py. */
class PeerGoldenTest {
  private static final double TOLERANCE = 2e-8;

  @Test
  void agreesWithEachPeerOnMadeUpDocuments() {
    agrees(Golden.lines("peer-golden.jsonl.gz"), 0.98);
  }

  /** Made-up Chinese and English; src/test/python/make_roots_golden.py. */
  @Test
  void agreesWithBigScienceOnEveryDocument() {
    agrees(Golden.lines("roots-golden.jsonl.gz"), 1);
  }

  /** A larger set by the same script, made from other documents. */
  @Test
  @Tag("long")
  @EnabledIfEnvironmentVariable(named = "SLUICE_PEER_GOLDEN", matches = ".+")
  void agreesWithEachPeerOnALargerSet() {
    agrees(Golden.lines(Path.of(System.getenv("SLUICE_PEER_GOLDEN"))), 0.98);
  }

  private static void agrees(List<JsonNode> documents, double least) {
    Map<String, int[]> counts = new TreeMap<>();
    List<String> differences = new ArrayList<>();
    for (JsonNode document : documents) {
      JsonNode profiles = document.get("profiles");
      for (String profile : (Iterable<String>) profiles::fieldNames) {
        Judgement ours =
            Judge.of(List.of(profile), Map.of()).judge(document.get("text").asText(), "en").get(0);
        String unequal = unequal(ours, profiles.get(profile));
        int[] count = counts.computeIfAbsent(profile, key -> new int[2]);
        count[0]++;
        count[1] += unequal.isEmpty() ? 1 : 0;
        if (!unequal.isEmpty()) {
          differences.add(document.get("id").asText() + " " + profile + unequal);
        }
      }
    }
    counts.forEach(
        (profile, c) ->
            System.out.printf(
                "%-28s %4d documents, %.2f %% equal%n", profile, c[0], 100.0 * c[1] / c[0]));
    differences.stream().limit(30).forEach(System.out::println);
    counts.forEach(
        (profile, c) -> assertThat(c[1] / (double) c[0]).as(profile).isGreaterThanOrEqualTo(least));
  }

  private static String unequal(Judgement ours, JsonNode theirs) {
    StringBuilder unequal = new StringBuilder();
    JsonNode scores = theirs.path("scores");
    for (String name : (Iterable<String>) scores::fieldNames) {
      double wanted = scores.get(name).isNull() ? Double.NaN : scores.get(name).asDouble();
      double found = ours.scores().value(name);
      boolean same =
          Double.isNaN(wanted)
              ? Double.isNaN(found)
              : Math.abs(found - wanted) <= TOLERANCE * Math.max(1, Math.abs(wanted));
      if (!same) {
        unequal.append(' ').append(name).append(' ').append(wanted).append(" -> ").append(found);
      }
    }
    if (theirs.has("keep")) {
      String reason = theirs.get("reason").textValue();
      if (!Objects.equals(reason, ours.reason())) {
        unequal.append(' ').append(reason).append(" -> ").append(ours.reason());
      }
      String text = theirs.path("text").textValue();
      if (text != null && ours.keep() && ours.text() != null && !text.equals(ours.text())) {
        unequal.append(" text");
      }
    }
    return unequal.toString();
  }
}
