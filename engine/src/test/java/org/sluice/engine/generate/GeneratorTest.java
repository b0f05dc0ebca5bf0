package org.sluice.engine.generate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.sluice.base.UserError;
import org.sluice.engine.TinyModel;
import org.sluice.engine.file.Tiny;
import org.sluice.engine.generate.Generated.Finish;
import org.sluice.engine.model.CausalModel;
import org.sluice.engine.tensor.Packing;
import org.sluice.engine.tensor.Tape;

class GeneratorTest {
  private static TinyModel tiny;
  private static JsonNode expected;
  private static List<int[]> prompts;

  @BeforeAll
  static void load() throws IOException {
    tiny = TinyModel.load();
    expected = Tiny.expected();
    prompts = TinyModel.ids(expected.path("ids"));
  }

  @AfterAll
  static void close() {
    tiny.close();
  }

  private static Generator generator(Integer... endTokens) {
    return new Generator(tiny.model(), tiny.tokenizer(), Set.of(endTokens));
  }

  private static SamplingOptions options(
      int most, double temperature, double topP, List<String> stop, long seed) {
    return new SamplingOptions(most, temperature, topP, stop, seed, SamplingOptions.DRAFT);
  }

  private static List<int[]> ids(List<Generated> answers) {
    return answers.stream().map(Generated::ids).toList();
  }

  @Test
  void greedyIsThatOfTransformers() {
    List<Generated> answers = generator().generate(prompts, SamplingOptions.greedy(12));
    assertThat(ids(answers))
        .usingElementComparator(Arrays::compare)
        .containsExactlyElementsOf(TinyModel.ids(expected.path("greedy")));
    assertThat(answers).allMatch(answer -> answer.finish() == Finish.LENGTH);
  }

  @Test
  void greedyWithACacheIsGreedyWithout() {
    int[] answer =
        generator().generate(prompts.subList(1, 2), SamplingOptions.greedy(40)).get(0).ids();
    int[] text = prompts.get(1);
    CausalModel model = tiny.model();
    for (int token : answer) {
      try (Tape tape = model.inferenceTape()) {
        Packing packing = new Packing(new int[] {text.length});
        var hidden = model.hidden(tape, text, packing, new long[] {text.length - 1L});
        assertThat(model.greedy(tape, hidden)).containsExactly(token);
      }
      text = Arrays.copyOf(text, text.length + 1);
      text[text.length - 1] = token;
    }
  }

  @Test
  void anEndTokenEndsItsRowAlone() {
    int end = expected.path("greedy").get(0).get(3).asInt();
    List<Generated> answers = generator(end).generate(prompts, SamplingOptions.greedy(12));
    for (int i = 0; i < prompts.size(); i++) {
      int[] whole = TinyModel.ids(expected.path("greedy")).get(i);
      int at = 0;
      while (at < whole.length && whole[at] != end) {
        at++;
      }
      assertThat(answers.get(i).ids()).containsExactly(Arrays.copyOf(whole, at));
      assertThat(answers.get(i).finish())
          .isEqualTo(at < whole.length ? Finish.END_OF_TEXT : Finish.LENGTH);
    }
    assertThat(answers.get(0).ids()).hasSizeLessThanOrEqualTo(3);
  }

  @Test
  void aStopTextIsNotPartOfTheAnswer() {
    SamplingOptions greedy = SamplingOptions.greedy(12);
    String whole = generator().generate(prompts, greedy).get(0).text();
    String stop = whole.substring(4, 6);
    SamplingOptions options = options(12, 0, 1, List.of("never", stop), 0);
    Generated cut = generator().generate(prompts, options).get(0);
    assertThat(cut.text()).isEqualTo(whole.substring(0, whole.indexOf(stop)));
    assertThat(cut.finish()).isEqualTo(Finish.STOP_TEXT);
  }

  @Test
  void piecesOfAStreamAreTheText() {
    for (int[] prompt : prompts) {
      for (long seed = 0; seed < 5; seed++) {
        SamplingOptions options = options(30, 1.5, 0.95, List.of("th", "e "), seed);
        List<String> pieces = new ArrayList<>();
        Generated answer = generator().stream(prompt, options, pieces::add);
        assertThat(String.join("", pieces)).isEqualTo(answer.text());
        assertThat(generator().generate(List.of(prompt), options).get(0).ids())
            .containsExactly(answer.ids());
      }
    }
  }

  @Test
  void drawsDependOnTheSeedAndNotOnTheBatch() {
    SamplingOptions options = options(20, 1, 0.9, List.of(), 7);
    List<int[]> together = ids(generator().generate(prompts, options));
    for (int i = 0; i < prompts.size(); i++) {
      assertThat(generator().generate(prompts.subList(i, i + 1), options).get(0).ids())
          .containsExactly(together.get(i));
    }
    SamplingOptions other = options(20, 1, 0.9, List.of(), 8);
    assertThat(ids(generator().generate(prompts, other)))
        .usingElementComparator(Arrays::compare)
        .isNotEqualTo(together);
  }

  @Test
  void drawsFollowTheNucleus() {
    float[] scores = {(float) Math.log(0.5), (float) Math.log(0.1), (float) Math.log(0.4)};
    int[] seen = new int[3];
    Sampler sampler = new Sampler(options(1, 1, 0.85, List.of(), 3), new int[] {1});
    for (int i = 0; i < 9000; i++) {
      seen[sampler.draw(scores)]++;
    }
    assertThat(seen[1]).isZero();
    assertThat(seen[0]).isBetween(4850, 5150); // 5/9 of 9000, three standard deviations
    Sampler all = new Sampler(options(1, 1, 1, List.of(), 3), new int[] {1});
    for (int i = 0; i < 9000; i++) {
      seen[all.draw(scores)]++;
    }
    assertThat(seen[1]).isBetween(815, 985);
    Sampler cold = new Sampler(options(1, 0.01, 1, List.of(), 3), new int[] {1});
    assertThat(cold.draw(scores)).isZero();
  }

  @Test
  void thereMustBeRoomForAnAnswer() {
    assertThatThrownBy(() -> generator().generate(List.of(new int[128]), SamplingOptions.greedy(1)))
        .isInstanceOf(UserError.class)
        .hasMessageContaining("128 tokens");
    Generated full = generator().generate(List.of(new int[120]), SamplingOptions.greedy(50)).get(0);
    assertThat(full.ids()).hasSize(8);
  }
}
