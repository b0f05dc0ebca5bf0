package org.sluice.text.privacy.canary;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.sluice.text.privacy.Mode;
import org.sluice.text.privacy.Redactor;
import org.sluice.text.privacy.RedactorOptions;
import org.sluice.text.privacy.detect.Detectors;
import org.sluice.text.privacy.ner.EntityType;

class CanariesTest {
  private static final int EACH = 40;

  private static Map<String, Double> recall(Map<String, Mode> entities, RedactorOptions options) {
    Canaries canaries = Canaries.of(entities.keySet(), EACH, 1);
    List<Boolean> taken = canaries.taken(Redactor.of(entities, options));
    Map<String, Double> recall = new TreeMap<>();
    for (int i = 0; i < taken.size(); i++) {
      recall.merge(canaries.all().get(i).entity(), taken.get(i) ? 1.0 / EACH : 0, Double::sum);
    }
    return recall;
  }

  @Test
  void eachEntityHasCanariesAndItsDetectorFindsThemByItself() {
    assertThat(Canaries.entities()).containsExactlyInAnyOrderElementsOf(Detectors.names());
    Map<String, Double> all = new TreeMap<>();
    for (String entity : Detectors.names()) {
      all.putAll(recall(Map.of(entity, Mode.TAG), RedactorOptions.DEFAULT));
    }
    assertThat(all).hasSameSizeAs(Detectors.names());
    List<String> tagged = Arrays.stream(EntityType.values()).map(Enum::name).toList();
    assertThat(all)
        .allSatisfy(
            (entity, recall) ->
                assertThat(recall)
                    .as(entity)
                    .isGreaterThanOrEqualTo(tagged.contains(entity) ? 0.5 : 0.95));
  }

  @Test
  void numbersAreFoundBesideNamesToo() {
    Map<String, Mode> entities = new TreeMap<>();
    Detectors.names().forEach(entity -> entities.put(entity, Mode.TAG));
    assertThat(recall(entities, RedactorOptions.DEFAULT).get("US_SSN")).isCloseTo(1, within(1e-9));
  }

  @Test
  void aRedactorThatIsTooStrictMissesThem() {
    Map<String, Mode> phones = Map.of("PHONE", Mode.TAG);
    assertThat(recall(phones, RedactorOptions.DEFAULT.withMinScore(0.99)))
        .containsEntry("PHONE", 0.0);
  }

  @Test
  void aSeedMakesTheSameCanariesWhateverElseIsSought() {
    List<Canary> alone = Canaries.of(List.of("EMAIL"), 5, 7).all();
    assertThat(Canaries.of(List.of("VAT", "EMAIL"), 5, 7).all().subList(0, 5)).isEqualTo(alone);
    assertThat(Canaries.of(List.of("EMAIL"), 5, 8).all()).isNotEqualTo(alone);
    Canary first = alone.get(0);
    assertThat(first.sentence().substring(first.start(), first.end())).contains("@");
  }
}
