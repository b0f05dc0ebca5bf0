package org.sluice.jobs.mix;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.sluice.base.UserError;
import org.sluice.jobs.Fixture;

class MixPlanTest {
  private static final SortedMap<String, Long> SIZES =
      new TreeMap<>(Map.of("web", 1000L, "books", 100L, "wiki", 10L));

  private static Map<String, Double> epochs(Object... options) {
    Map<String, Double> epochs = new TreeMap<>();
    MixPlan.of(SIZES, Fixture.options(MixOptions.class, options))
        .parts()
        .forEach((source, part) -> epochs.put(source, part.epochs()));
    return epochs;
  }

  @Test
  void takesEverythingOnceWhenNothingIsAsked() {
    assertThat(epochs()).isEqualTo(Map.of("web", 1.0, "books", 1.0, "wiki", 1.0));
  }

  @Test
  void weightsHoldUntilTheFirstSourceIsUsedUp() {
    // wiki's 10 are a tenth: 100 in all, of which web gives 50 and books 40
    Map<String, Double> weights = Map.of("web", 5.0, "books", 4.0, "wiki", 1.0);
    assertThat(epochs("weights", weights))
        .isEqualTo(Map.of("web", 0.05, "books", 0.4, "wiki", 1.0));
  }

  @Test
  void aSourceAtItsCapLeavesItsShareToTheOthers() {
    Map<String, Double> weights = Map.of("web", 1.0, "books", 1.0, "wiki", 2.0);
    // of 400 wiki would give 200 and has 10, three times; web and books share 370
    Map<String, Double> found = epochs("weights", weights, "budget", 400, "max_epochs", 3.0);
    assertThat(found.get("wiki")).isEqualTo(3.0);
    assertThat(found.get("web")).isCloseTo(0.185, within(1e-12));
    assertThat(found.get("books")).isCloseTo(1.85, within(1e-12));
  }

  @Test
  void theLastSourceUsedUpNeedsRepeats() {
    Map<String, Double> weights = Map.of("web", 1.0, "books", 0.0, "wiki", 0.05);
    assertThat(epochs("weights", weights, "stopping_strategy", "all-exhausted", "max_epochs", 10.0))
        .isEqualTo(Map.of("web", 1.0, "books", 0.0, "wiki", 5.0));
  }

  @Test
  void temperatureRaisesSmallSources() {
    // roots of 1000, 100 and 10 are as 10, 3.16 and 1
    Map<String, Double> found = epochs("temperature", 2.0, "budget", 100);
    double sum = Math.sqrt(1000) + Math.sqrt(100) + Math.sqrt(10);
    assertThat(found.get("wiki")).isCloseTo(Math.sqrt(10) / sum * 100 / 10, within(1e-12));
    assertThat(epochs("maximum", 100, "budget", 21))
        .isEqualTo(Map.of("web", 0.01, "books", 0.1, "wiki", 0.1));
  }

  @Test
  void epochsSayHowOftenEachIsGoneThrough() {
    Map<String, Double> wanted = Map.of("web", 0.5, "books", 1.0, "wiki", 4.0);
    assertThat(epochs("epochs", wanted)).isEqualTo(wanted);
    assertThat(epochs("epochs", wanted, "caps", Map.of("web", 100)).get("web")).isEqualTo(0.1);
  }

  @Test
  void namesWhatItDoesNotKnow() {
    assertThatThrownBy(() -> epochs("weights", Map.of("web", 1.0, "book", 1.0, "wiki", 1.0)))
        .isInstanceOf(UserError.class)
        .hasMessageContaining("there is no source 'book'")
        .hasMessageContaining("did you mean 'books'?");
    assertThatThrownBy(() -> epochs("weights", Map.of("web", 1.0, "books", 1.0)))
        .hasMessageContaining("says nothing of the source 'wiki'");
  }
}
