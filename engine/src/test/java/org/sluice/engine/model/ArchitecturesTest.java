package org.sluice.engine.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.sluice.base.UserError;
import org.sluice.engine.file.Checkpoint;
import org.sluice.engine.file.ModelConfig;
import org.sluice.engine.tensor.DType;
import org.sluice.engine.tensor.Packing;
import org.sluice.engine.tensor.Parameter;
import org.sluice.engine.tensor.Quantization;
import org.sluice.engine.tensor.Tape;
import org.sluice.engine.tensor.Torch;
import org.sluice.engine.tensor.Var;

/** Tiny models of many architectures: golden/models, made by golden/make_models.py. */
class ArchitecturesTest {
  private static final Path MODELS = Path.of("src/test/resources/golden/models");

  static List<String> cases() throws IOException {
    return GoldenModel.below(MODELS);
  }

  @ParameterizedTest
  @MethodSource("cases")
  void computesWhatTransformersComputes(String name) throws IOException {
    assertThat(GoldenModel.problems(MODELS.resolve(name))).as(name).isEmpty();
  }

  static List<String> causal() throws IOException {
    return cases().stream()
        .filter(n -> !List.of("t5", "bart", "bert", "roberta", "deberta-v2").contains(n))
        .toList();
  }

  @ParameterizedTest
  @MethodSource("causal")
  void trainsInEveryTypeAndForm(String name) {
    float plain = lossAfterBackward(name, LoadOptions.trained(DType.FP32));
    float half = lossAfterBackward(name, LoadOptions.trained(DType.BF16));
    assertThat(half).isCloseTo(plain, within(0.05f * plain + 0.1f));
    LoadOptions packed = LoadOptions.frozen(Quantization.NF4_DOUBLE, DType.BF16);
    if (name.equals("deepseek_v3")) {
      assertThatThrownBy(() -> lossAfterBackward(name, packed))
          .isInstanceOf(UserError.class)
          .hasMessageContaining(
              "kv_b_proj has 160 weights, which NF4's blocks of 64 do not divide");
    } else {
      assertThat(lossAfterBackward(name, packed)).isFinite();
    }
  }

  private static float lossAfterBackward(String name, LoadOptions options) {
    int[] ids = {5, 9, 7, 30, 21, 6, 8, 12};
    try (Torch torch = Torch.onCpu(1);
        Checkpoint checkpoint = Checkpoint.open(MODELS.resolve(name))) {
      CausalModel model = CausalModel.load(torch, checkpoint, options);
      try (Tape tape = model.trainingTape(1)) {
        Packing packing = new Packing(new int[] {5, 3});
        Var hidden = model.hidden(tape, ids, packing, new long[] {0, 1, 3, 5});
        double loss = model.crossEntropy(tape, hidden, new long[] {9, 7, 21, 8});
        tape.backward();
        model
            .parameters()
            .forEach(
                p ->
                    assertThat(p.gradient().toFloatArray())
                        .as(p.parts().get(0).name())
                        .doesNotContain(Float.NaN));
        return (float) loss;
      }
    }
  }

  @ParameterizedTest
  @CsvSource({
    "t5, SEQ_2_SEQ_LM",
    "bart, SEQ_2_SEQ_LM",
    "bert, SEQ_CLS",
    "roberta, TOKEN_CLS",
    "deberta-v2, QUESTION_ANS"
  })
  void tasksTrainInEveryType(String name, Task task) {
    double[] losses = new double[2];
    for (DType type : DType.values()) {
      try (Torch torch = Torch.onCpu(1);
          Checkpoint checkpoint = Checkpoint.open(MODELS.resolve(name))) {
        TaskModel model = TaskModel.load(torch, checkpoint, task, LoadOptions.trained(type));
        int[][] ids = {{5, 9, 7, 30, 21}, {6, 8, 12}};
        int[][] labels = task == Task.SEQ_CLS ? new int[][] {{2}, {0}} : ids;
        labels = task == Task.TOKEN_CLS ? new int[][] {{0, 1, 2, 1, 0}, {2, 2, 1}} : labels;
        Inputs inputs =
            Inputs.of(ids).withLabels(labels).withSpans(new int[] {1, 0}, new int[] {3, 2});
        try (Tape tape = model.trainingTape(1)) {
          Outputs outputs = model.run(tape, inputs);
          losses[type.ordinal()] = outputs.meanLoss();
          tape.backward(outputs.loss().orElseThrow());
        }
        for (Parameter parameter : model.parameters()) {
          assertThat(parameter.gradient().toFloatArray()).doesNotContain(Float.NaN);
        }
      }
    }
    assertThat(losses[1]).isCloseTo(losses[0], within(0.05 * losses[0] + 0.05));
  }

  /** A checkpoint with one tensor or setting changed. */
  private static void refused(String name, Map<String, float[]> changed, String problem) {
    try (Torch torch = Torch.onCpu(1);
        Checkpoint real = Checkpoint.open(MODELS.resolve(name))) {
      Checkpoint checkpoint = new ChangedCheckpoint(real, changed);
      LoadOptions options = LoadOptions.frozen(Quantization.NONE, DType.FP32);
      assertThatThrownBy(() -> CausalModel.load(torch, checkpoint, options))
          .isInstanceOf(UserError.class)
          .hasMessageContaining(problem)
          .hasMessageNotContaining("\n");
    }
  }

  @Test
  void weightsThatAreNoNumbersAreRefused() {
    float[] values = new float[16];
    values[3] = Float.NaN;
    refused(
        "qwen3",
        Map.of("model.norm.weight", values),
        "model.norm.weight: holds a value that is no number");
  }

  @Test
  void surplusAndMissingTensorsAreRefused() {
    refused("gpt2", Map.of("transformer.h.7.extra", new float[4]), "h.7.extra: is a tensor that");
    refused(
        "bloom",
        Map.of("transformer.ln_f.bias", new float[0]),
        "ln_f.bias: there is no such tensor");
    refused(
        "opt", Map.of("model.decoder.layers.0.fc1.bias", new float[5]), "fc1.bias: has the shape");
  }

  @Test
  void unknownScalingsOfPositionsAreRefused() {
    try (Torch torch = Torch.onCpu(1);
        Checkpoint checkpoint = Checkpoint.open(MODELS.resolve("qwen2"))) {
      LoadOptions options = LoadOptions.frozen(Quantization.NONE, DType.FP32);
      ModelConfig config =
          checkpoint.config().with("rope_parameters", Map.of("rope_type", "spiral"));
      assertThatThrownBy(() -> CausalModel.load(torch, checkpoint, config, options))
          .isInstanceOf(UserError.class)
          .hasMessageContaining("scales its positions by 'spiral'");
    }
  }

  @Test
  void aModelOfAnotherKindIsRefused() {
    try (Torch torch = Torch.onCpu(1);
        Checkpoint checkpoint = Checkpoint.open(MODELS.resolve("bert"))) {
      LoadOptions options = LoadOptions.frozen(Quantization.NONE, DType.FP32);
      assertThatThrownBy(() -> CausalModel.load(torch, checkpoint, options))
          .isInstanceOf(UserError.class)
          .hasMessageContaining("type 'bert' cannot be loaded for the task CAUSAL_LM");
    }
  }
}
