package org.sluice.engine.model;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.condition.EnabledIfEnvironmentVariable;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * The shared golden models, every architecture and head: hidden states, logits, losses, greedy
 * tokens. SLUICE_GOLDEN names another set of the same form.
 */
@Tag("long")
@EnabledIfEnvironmentVariable(named = "SLUICE_SHARED", matches = ".+")
class GoldenModelsLongTest {
  private static final String SHARED =
      System.getenv().getOrDefault("SLUICE_SHARED", ".") + "/golden";
  private static final Path MODELS =
      Path.of(System.getenv().getOrDefault("SLUICE_GOLDEN", SHARED), "models");

  static List<String> cases() throws IOException {
    return GoldenModel.below(MODELS);
  }

  @ParameterizedTest
  @MethodSource("cases")
  void computesWhatTransformersComputes(String name) throws IOException {
    assertThat(GoldenModel.problems(MODELS.resolve(name))).as(name).isEmpty();
  }
}
