package org.sluice.engine.train;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.sluice.base.UserError;
import org.sluice.engine.adapter.Lora;
import org.sluice.engine.adapter.LoraConfig;
import org.sluice.engine.adapter.TargetModules;
import org.sluice.engine.model.CausalModel;
import org.sluice.engine.model.KvCache;
import org.sluice.engine.tensor.Packing;
import org.sluice.engine.tensor.Tape;
import org.sluice.engine.tensor.Torch;

/** Running the model forward: logits, generation, shared beginnings. */
class TinyLlamaTest {
  private final TinyLlama tiny = new TinyLlama();
  private final Torch torch = Torch.onCpu(1);
  private final CausalModel model = TinyLlama.frozen(torch);

  @AfterEach
  void close() {
    torch.close();
    tiny.close();
  }

  private float[][] logits(int[] ids, Packing packing, long... wanted) {
    try (Tape tape = model.inferenceTape()) {
      return model.logits(tape, model.hidden(tape, ids, packing, wanted));
    }
  }

  @Test
  void givesTransformersLogits() {
    int[] ids = tiny.batches().get(0).get(0).inputIds();
    float[] expected = tiny.golden.floats("logits");
    long[] all = IntStream.range(0, ids.length).asLongStream().toArray();
    float[][] got = logits(ids, new Packing(new int[] {ids.length}), all);
    int vocabulary = model.config().vocabSize();
    for (int i = 0; i < ids.length; i++) {
      assertThat(got[i])
          .containsExactly(
              Arrays.copyOfRange(expected, i * vocabulary, (i + 1) * vocabulary), within(1e-4f));
    }
  }

  @Test
  void generatesTransformersTokens() {
    long[] expected = tiny.golden.longs("generated");
    int[] prompt = Arrays.stream(expected).limit(5).mapToInt(Math::toIntExact).toArray();
    List<Long> got = new ArrayList<>();
    try (KvCache cache = model.cache(expected.length)) {
      // a second row, longer and with another beginning, must not disturb the first
      int[] other = {7, 8, 9, 10, 11, 12, 13};
      int[] next = cache.prefill(List.of(prompt, other), model::greedy);
      cache.select(new int[] {0});
      next = new int[] {next[0]};
      for (int i = 5; i < expected.length; i++) {
        got.add((long) next[0]);
        if (i + 1 < expected.length) {
          next = cache.step(next, model::greedy);
        }
      }
    }
    assertThat(got).containsExactlyElementsOf(Arrays.stream(expected).skip(5).boxed().toList());
  }

  @Test
  void sharedBeginningsChangeNothing() {
    int[] one = {5, 6, 7, 8, 9, 10, 20, 21, 22};
    int[] two = {5, 6, 7, 8, 9, 10, 30, 31};
    int[] joined = IntStream.concat(Arrays.stream(one), Arrays.stream(two)).toArray();
    float[][] together = logits(joined, new Packing(new int[] {9, 8}), 3, 8, 9 + 5, 9 + 7);
    float[][] first = logits(one, new Packing(new int[] {9}), 3, 8);
    float[][] second = logits(two, new Packing(new int[] {8}), 5, 7);
    assertThat(together[0]).containsExactly(first[0], within(1e-5f));
    assertThat(together[1]).containsExactly(first[1], within(1e-5f));
    assertThat(together[2]).containsExactly(second[0], within(1e-5f));
    assertThat(together[3]).containsExactly(second[1], within(1e-5f));
  }

  @Test
  void cacheReadsPromptsWithSharedBeginnings() {
    int[] one = {5, 6, 7, 8, 9, 10, 20, 21, 22};
    int[] two = {5, 6, 7, 8, 9, 10, 30};
    int[] longer = {5, 6, 7, 8, 9, 10, 30, 40};
    float[][] expected = logits(longer, new Packing(new int[] {8}), 7);
    try (KvCache cache = model.cache(12)) {
      cache.prefill(List.of(one, two), model::greedy);
      float[][] got = cache.step(new int[] {3, 40}, model::logits);
      assertThat(got[1]).containsExactly(expected[0], within(1e-5f));
    }
  }

  @Test
  void refusesTokensOutsideTheVocabulary() {
    assertThatThrownBy(() -> logits(new int[] {1, 96}, new Packing(new int[] {2}), 1))
        .isInstanceOf(UserError.class)
        .hasMessageContaining("vocabulary of 96");
  }

  @Test
  void refusesTargetsThatTheModelLacks() {
    LoraConfig config = new LoraConfig(4, 8, 0, TargetModules.of(List.of("q_proj", "gate_prj")));
    assertThatThrownBy(() -> Lora.attach(model, config, 1))
        .isInstanceOf(UserError.class)
        .hasMessageContaining("gate_prj")
        .hasMessageContaining("nearest: 'gate_proj'");
  }

  @Test
  void takesTargetsByRegularExpression() {
    Lora.attach(model, new LoraConfig(4, 8, 0, TargetModules.of(".*layers\\.1.*_proj")), 1);
    assertThat(model.parameters())
        .flatExtracting(p -> p.parts().stream().map(part -> part.name()).toList())
        .hasSize(14)
        .contains(Lora.nameA("model.layers.1.mlp.down_proj"));
  }
}
