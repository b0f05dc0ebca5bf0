package org.sluice.engine.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.sluice.engine.adapter.Lora;
import org.sluice.engine.adapter.LoraConfig;
import org.sluice.engine.adapter.TargetModules;
import org.sluice.engine.file.Checkpoint;
import org.sluice.engine.file.Tiny;
import org.sluice.engine.tensor.DType;
import org.sluice.engine.tensor.Linear;
import org.sluice.engine.tensor.Packing;
import org.sluice.engine.tensor.Parameter;
import org.sluice.engine.tensor.Quantization;
import org.sluice.engine.tensor.Tape;
import org.sluice.engine.tensor.Torch;

/** One token after another against all of them at once. */
class KvCacheTest {
  private static final int[] TEXT = {5, 17, 3, 44, 9, 21, 30, 7};
  private static final int PROMPT = 4;

  @ParameterizedTest
  @EnumSource(Quantization.class)
  void stepsAreTheWholePass(Quantization quantization) {
    try (Torch torch = Torch.onCpu(1)) {
      CausalModel model = model(torch, quantization);
      float[] plain = steps(model);
      assertThat(plain).containsExactly(whole(model), within(2e-5f));
      List<String> targets = List.of("q_proj", "k_proj", "o_proj", "up_proj", "down_proj");
      Lora.attach(model, new LoraConfig(4, 6, 0, TargetModules.of(targets)), 1);
      fill(model);
      float[] adapted = steps(model);
      assertThat(adapted).containsExactly(whole(model), within(2e-5f));
      assertThat(adapted[7]).isNotCloseTo(plain[7], within(1e-3f));
    }
  }

  @Test
  void packedMatricesAreUnpackedForTheLifeOfACache() {
    try (Torch torch = Torch.onCpu(1)) {
      CausalModel model = model(torch, Quantization.NF4_DOUBLE);
      assertThat(model.linears()).filteredOn(Linear::packed).hasSize(8);
      try (KvCache cache = model.cache(2)) {
        assertThat(model.linears()).noneMatch(Linear::packed);
        assertThat(cache.rows()).isZero();
      }
      assertThat(model.linears()).filteredOn(Linear::packed).hasSize(8);
    }
  }

  @Test
  void weightsTakeAtMostHalfAByteAndTheirScales() {
    try (Torch torch = Torch.onCpu(1)) {
      assertThat(model(torch, Quantization.NF4_DOUBLE).bytesPerQuantisedWeight())
          .isBetween(0.5 + 1 / 64.0, 0.53);
      assertThat(model(torch, Quantization.NF4).bytesPerQuantisedWeight())
          .isBetween(0.5 + 4 / 64.0, 0.58);
      assertThat(model(torch, Quantization.NONE).bytesPerQuantisedWeight()).isEqualTo(4);
      assertThat(model(torch, Quantization.NF4_DOUBLE).describeWeights())
          .startsWith("quantised weights: ")
          .endsWith(", in fp32");
    }
  }

  private static CausalModel model(Torch torch, Quantization quantization) {
    try (Checkpoint checkpoint = Checkpoint.open(Tiny.FOLDER)) {
      return CausalModel.load(torch, checkpoint, LoadOptions.frozen(quantization, DType.FP32));
    }
  }

  /** Values other than zero in every factor. */
  private static void fill(CausalModel model) {
    for (Parameter parameter : model.parameters()) {
      for (Parameter.Part part : parameter.parts()) {
        float[] values = new float[part.size()];
        for (int i = 0; i < values.length; i++) {
          values[i] = (float) Math.sin(i + 0.5) / 4;
        }
        parameter.write(parameter.master(), part, values);
      }
    }
    model.refresh();
  }

  private static float[] whole(CausalModel model) {
    try (Tape tape = model.inferenceTape()) {
      long[] last = {TEXT.length - 1};
      Packing one = new Packing(new int[] {TEXT.length});
      return model.logits(tape, model.hidden(tape, TEXT, one, last))[0];
    }
  }

  /** Scores behind the text, of the second of two rows that are not of one length. */
  private static float[] steps(CausalModel model) {
    try (KvCache cache = model.cache(TEXT.length + 1)) {
      int[] prompt = Arrays.copyOf(TEXT, PROMPT);
      int[] longer = {8, 5, 17, 3, 44};
      float[][] scores = cache.prefill(List.of(longer, prompt), model::logits);
      for (int i = PROMPT; i < TEXT.length; i++) {
        scores = cache.step(new int[] {TEXT[i], TEXT[i]}, model::logits);
      }
      return scores[1];
    }
  }
}
