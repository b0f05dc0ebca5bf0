package org.sluice.engine.generate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.sluice.engine.TinyModel;
import org.sluice.engine.file.Checkpoint;
import org.sluice.engine.model.CausalModel;
import org.sluice.engine.model.KvCache;
import org.sluice.engine.model.LoadOptions;
import org.sluice.engine.tensor.DType;
import org.sluice.engine.tensor.Quantization;
import org.sluice.engine.tensor.Torch;

/** Answers with drafts are those without. */
class DraftsTest {
  private static final Path MODELS = Path.of("src/test/resources/golden/models");
  private static final Set<String> WITH_ENCODER =
      Set.of("t5", "bart", "bert", "roberta", "deberta-v2");

  /** One that repeats itself, one that does not, one too short to tell. */
  private static final List<int[]> PROMPTS =
      List.of(
          new int[] {5, 9, 7, 30, 5, 9, 7, 30, 5, 9}, new int[] {21, 6, 8, 12, 3}, new int[] {14});

  /** Each repeats itself, and is left otherwise at another place. */
  private static final List<int[]> CIRCLES =
      List.of(
          new int[] {5, 9, 7, 30, 5, 9, 7, 30, 5, 9},
          new int[] {6, 8, 6, 8, 6, 8},
          new int[] {3, 12, 21, 3, 12, 21, 3});

  static Stream<String> causal() throws IOException {
    try (Stream<Path> folders = Files.list(MODELS)) {
      List<String> names =
          folders
              .filter(Files::isDirectory)
              .map(f -> f.getFileName().toString())
              .filter(name -> !WITH_ENCODER.contains(name))
              .sorted()
              .toList();
      return names.stream();
    }
  }

  private static SamplingOptions options(double temperature, long seed, int draft) {
    return new SamplingOptions(24, temperature, 0.95, List.of(), seed, draft);
  }

  private static long requireSame(CausalModel model, TinyModel tiny, SamplingOptions with) {
    SamplingOptions without = options(with.temperature(), with.seed(), 0);
    Generator plain = new Generator(model, tiny.tokenizer(), Set.of());
    Generator drafting = new Generator(model, tiny.tokenizer(), Set.of());
    for (List<int[]> prompts : List.of(PROMPTS, CIRCLES, PROMPTS.subList(0, 1))) {
      List<Generated> expected = plain.generate(prompts, without);
      List<Generated> got = drafting.generate(prompts, with);
      for (int i = 0; i < expected.size(); i++) {
        assertThat(got.get(i).ids()).as("row %d", i).containsExactly(expected.get(i).ids());
      }
    }
    return plain.steps() - drafting.steps();
  }

  @ParameterizedTest
  @MethodSource("causal")
  void everyArchitectureAnswersTheSame(String name) {
    LoadOptions frozen = LoadOptions.frozen(Quantization.NONE, DType.FP32);
    try (TinyModel tiny = TinyModel.load();
        Torch torch = Torch.onCpu(1);
        Checkpoint checkpoint = Checkpoint.open(MODELS.resolve(name))) {
      CausalModel model = CausalModel.load(torch, checkpoint, frozen);
      long saved = requireSame(model, tiny, options(0, 0, 10));
      for (long seed = 0; seed < 4; seed++) {
        saved += requireSame(model, tiny, options(0.2, seed, 3));
      }
      assertThat(saved).as("steps that drafts saved").isPositive();
    }
  }

  @Test
  void rowsMayKeepUnequalNumbersOfTokens() {
    try (TinyModel tiny = TinyModel.load();
        KvCache wide = tiny.model().cache(20);
        KvCache narrow = tiny.model().cache(20)) {
      CausalModel model = tiny.model();
      List<int[]> prompts = List.of(new int[] {8, 5, 17}, new int[] {44, 9});
      wide.prefill(prompts, model::logits);
      narrow.prefill(prompts, model::logits);
      int[][] reads = {{3, 11, 12, 7}, {21, 30}};
      float[][] several = wide.step(List.of(reads[0], reads[1]), model::logits);
      float[][] first = narrow.step(new int[] {3, 21}, model::logits);
      float[][] second = narrow.step(new int[] {11, 30}, model::logits);
      requireNear(several, first[0], second[0], several[2], several[3], first[1], second[1]);
      wide.forget(new int[] {2, 0});
      assertThat(wide.lengths()).containsExactly(narrow.lengths());
      int[] next = {40, 2};
      requireNear(wide.step(next, model::logits), narrow.step(next, model::logits));
    }
  }

  private static void requireNear(float[][] got, float[]... expected) {
    assertThat(got).hasDimensions(expected.length, expected[0].length);
    for (int i = 0; i < expected.length; i++) {
      assertThat(got[i]).as("position %d", i).containsExactly(expected[i], within(2e-5f));
    }
  }

  @Test
  void aGuessGoesOnAsTheTextDid() {
    PromptLookup lookup = new PromptLookup(4, new int[] {1, 2, 3, 4, 9, 2, 3});
    assertThat(lookup.draft(1, 10)).containsExactly(4, 9, 2, 3);
    assertThat(lookup.draft(1, 2)).containsExactly(4, 9);
    assertThat(lookup.draft(1, 0)).isEmpty();
    lookup.add(4);
    assertThat(lookup.draft(1, 10)).startsWith(9, 2);
    lookup.add(5);
    assertThat(lookup.draft(1, 10)).isEmpty();
  }

  @Test
  void aTextThatGoesInCirclesIsDraftedBeyondItsEnd() {
    PromptLookup lookup = new PromptLookup(6, new int[] {1, 2, 3, 1, 2, 3});
    for (int i = 0; i < 9; i++) {
      lookup.add(1 + i % 3);
    }
    assertThat(lookup.draft(1, 10)).containsExactly(1, 2, 3, 1, 2, 3);
    assertThat(new PromptLookup(0, new int[] {1, 2, 1, 2}).draft(1, 10)).isEmpty();
  }

  @Test
  void guessesThatAreWrongAreNotDraftedForLong() {
    PromptLookup lookup = new PromptLookup(10, new int[] {1, 2, 100});
    int drafted = 0;
    for (int i = 0; i < 100; i++) {
      lookup.add(1);
      lookup.add(2);
      drafted += lookup.draft(1, 10).length > 0 ? 1 : 0;
      lookup.add(200 + i);
    }
    assertThat(drafted).isBetween(1, 15);
  }

  @Test
  void manyRowsDraftOnlyWhatIsNearlySure() {
    PromptLookup lookup = new PromptLookup(10, new int[] {1, 2, 3, 1, 2});
    assertThat(lookup.draft(1, 10)).isNotEmpty();
    assertThat(lookup.draft(32, 10)).isEmpty();
    for (int i = 0; i < 12; i++) {
      lookup.add(1 + (i + 2) % 3);
    }
    assertThat(lookup.draft(32, 10)).isNotEmpty().hasSizeLessThanOrEqualTo(7);
  }
}
