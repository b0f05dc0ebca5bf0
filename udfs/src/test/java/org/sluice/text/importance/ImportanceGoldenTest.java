package org.sluice.text.importance;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.sluice.text.Golden;
import org.sluice.text.importance.Importance.Length;
import org.sluice.text.importance.Importance.Scores;

/** What RedPajama-Data itself says: src/test/python/make_importance_golden.py. */
class ImportanceGoldenTest {
  /** The last of the 8 places: the peer adds in another order. */
  private static final double LAST_PLACE = 1.01e-8;

  private static final List<JsonNode> GOLDEN = Golden.lines("importance-golden.jsonl.gz");
  private static final List<JsonNode> DOCUMENTS = Golden.lines("datatrove-golden.jsonl.gz");
  private static final Map<String, JsonNode> BY_ID = Golden.byId(DOCUMENTS);

  private static SampleCounts counts(int step) {
    SampleCounts counts = new SampleCounts(10_000);
    for (int i = 0; i < DOCUMENTS.size(); i += step) {
      counts.add(DOCUMENTS.get(i).get("text").asText());
    }
    return counts;
  }

  private static void isEqual(SampleCounts found, JsonNode expected) {
    List<Long> buckets = new ArrayList<>();
    expected.get("buckets").forEach(count -> buckets.add(count.asLong()));
    assertThat(found.buckets()).containsExactly(buckets.toArray(Long[]::new));
    assertThat(found.documents()).isEqualTo(expected.get("documents").asLong());
    assertThat(found.words()).isEqualTo(expected.get("words").asLong());
  }

  @Test
  void countsTheSamePairsInTheSameBuckets() {
    isEqual(counts(2), GOLDEN.get(0).get("target"));
    isEqual(counts(1), GOLDEN.get(0).get("source"));
  }

  @Test
  void givesEachDocumentTheSameImportance() {
    Importance importance = new Importance(new ImportanceModel(counts(2), counts(1)));
    int corrections = 0;
    for (JsonNode row : GOLDEN.subList(1, GOLDEN.size())) {
      String id = row.get("id").asText();
      String text = row.has("text") ? row.get("text").asText() : BY_ID.get(id).get("text").asText();
      Scores found = importance.of(text, Length.CHARACTERS);
      if (row.get("importance").isNull()) {
        assertThat(found.importance()).as(id).isNaN();
        assertThat(found.corrected()).as(id).isNaN();
        continue;
      }
      double plain = row.get("importance").asDouble();
      double corrected = row.get("corrected").asDouble();
      assertThat(found.importance()).as(id).isCloseTo(plain, within(LAST_PLACE));
      assertThat(found.corrected()).as(id).isCloseTo(corrected, within(LAST_PLACE));
      corrections += Math.abs(corrected - plain) > 1e-3 ? 1 : 0;
    }
    assertThat(corrections).isGreaterThan(5);
  }
}
