package org.sluice.text.dedup;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIfEnvironmentVariable;
import org.sluice.text.Golden;

/** Signatures against datatrove's own. */
class MinHashGoldenTest {
  @Test
  @Tag("long")
  @EnabledIfEnvironmentVariable(named = "SLUICE_SHARED", matches = ".+")
  void signsAsDatatroveDoesOnTheLargeSet() {
    Map<String, JsonNode> documents =
        Golden.byId(Golden.lines(Golden.sharedRules().resolve("docs.jsonl.gz")));
    MinHash minHash = new MinHash(5, 14, 8, 1);
    List<String> different = new ArrayList<>();
    int english = 0;
    for (JsonNode golden : Golden.lines(Golden.sharedRules().resolve("minhash.jsonl.gz"))) {
      if (!golden.get("lang").asText().equals("eng")) {
        continue;
      }
      english++;
      String id = golden.get("id").asText();
      long[] signature = minHash.signature(documents.get(id).get("text").asText(), "eng");
      List<Long> wanted = new ArrayList<>();
      golden.path("signature").forEach(band -> band.forEach(row -> wanted.add(row.asLong())));
      if (!wanted.equals(java.util.Arrays.stream(signature).boxed().toList())) {
        different.add(id);
      }
    }
    assertThat(english).isGreaterThan(40);
    assertThat(different).isEmpty();
  }
}
