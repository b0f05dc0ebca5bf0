package org.sluice.text.importance;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.sluice.text.importance.Importance.Length;
import org.sluice.text.importance.Importance.Scores;

class ImportanceTest {
  private static SampleCounts sample(String... texts) {
    SampleCounts counts = new SampleCounts(64);
    for (String text : texts) {
      counts.add(text);
    }
    return counts;
  }

  private static ImportanceModel model() {
    return new ImportanceModel(
        sample("the sea and the ship", "a ship at sea"),
        sample("buy now", "the sea", "buy shoes now, buy socks"));
  }

  private static ImportanceModel read(String json) throws IOException {
    return ImportanceModel.read(new ByteArrayInputStream(json.getBytes(StandardCharsets.UTF_8)));
  }

  @Test
  void isHigherForWhatIsLikeTheTarget() {
    Importance importance = new Importance(model());
    assertThat(importance.of("the ship at sea", Length.WORDS).importance())
        .isGreaterThan(importance.of("buy socks now", Length.WORDS).importance());
  }

  @Test
  void aFileHoldsTheModel() throws IOException {
    String json = model().json();
    ImportanceModel again = read(json);
    assertThat(again.json()).isEqualTo(json);
    assertThat(new Importance(again).of("the sea", Length.CHARACTERS))
        .isEqualTo(new Importance(model()).of("the sea", Length.CHARACTERS));
  }

  @Test
  void aFileThatIsNoWholeModelIsRefused() {
    String json = model().json();
    assertThatThrownBy(() -> read("{}")).hasMessageContaining("is no model of importance");
    assertThatThrownBy(() -> read("")).isInstanceOf(IOException.class);
    assertThatThrownBy(() -> read(json.replace("seed-42", "seed-7")))
        .hasMessageContaining("another version or hash");
    assertThatThrownBy(() -> read(json.replaceFirst("\"words\":9", "\"words\":0")))
        .hasMessageContaining("counts of the target are not whole");
    assertThatThrownBy(() -> read(json.replaceFirst("\\[\\d+,", "[")))
        .hasMessageContaining("not as many buckets");
    assertThatThrownBy(() -> read(json.replaceFirst("\\[\\d+,", "[-1,")))
        .hasMessageContaining("counts of the target are not whole");
  }

  /** Targets have 4.5 words a text, sources 10 / 3. */
  @Test
  void theLengthIsInCharactersOrInWords() {
    Importance importance = new Importance(model());
    for (Length length : Length.values()) {
      Scores scores = importance.of("a ship at sea", length);
      int size = length == Length.WORDS ? 4 : 13;
      double correction =
          Math.log(poisson(size, 4.5) + 1e-8) - Math.log(poisson(size, 10 / 3.0) + 1e-8);
      assertThat(scores.corrected() - scores.importance()).isCloseTo(correction, within(2e-8));
    }
  }

  private static double poisson(int number, double mean) {
    double value = Math.exp(-mean);
    for (int i = 1; i <= number; i++) {
      value *= mean / i;
    }
    return value;
  }

  @Test
  void poissonIsRightAtAllSizes() {
    for (int size : new int[] {0, 1, 14, 15, 16, 40, 150}) {
      for (double mean : new double[] {0.5, 9, 60, 140}) {
        double expected = poisson(size, mean);
        assertThat(Poisson.probability(size, mean)).isCloseTo(expected, within(expected * 1e-12));
      }
    }
    double sum = IntStream.range(0, 3000).mapToDouble(k -> Poisson.probability(k, 1000)).sum();
    assertThat(sum).isCloseTo(1, within(1e-11));
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "\u0000", "\uD800", "\uDC00x\uD83C", "🌊", "\u202E", "_", "。"})
  void takesAnyText(String text) {
    Scores scores = new Importance(model()).of(text, Length.CHARACTERS);
    assertThat(Double.isNaN(scores.importance())).isEqualTo(text.isEmpty());
  }
}
