package org.sluice.engine.model;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.sluice.engine.file.Checkpoint;
import org.sluice.engine.file.ModelConfig;
import org.sluice.engine.tensor.DType;
import org.sluice.engine.tensor.Quantization;
import org.sluice.engine.tensor.Tape;
import org.sluice.engine.tensor.Torch;
import org.sluice.engine.train.Row;
import org.sluice.engine.train.RowLoss;

/** What a model drops of itself while it trains. */
class DropoutTest {
  private static final Path GOLDEN = Path.of("src/test/resources/golden/models");

  @ParameterizedTest
  @ValueSource(strings = {"t5", "bart", "gpt2", "opt", "bloom"})
  void dropsBySeedOnTrainingTapesAlone(String name) {
    try (Torch torch = Torch.onCpu(1);
        Checkpoint checkpoint = Checkpoint.open(GOLDEN.resolve(name))) {
      LoadOptions options = LoadOptions.frozen(Quantization.NONE, DType.FP32);
      Model model = Task.usual(checkpoint.config()).load(torch, checkpoint, options);
      double whole = loss(model, model.trainingTape(1));
      assertThat(loss(model, model.inferenceTape())).isEqualTo(whole);
      model.dropout(new Dropout(0.3, 0.3));
      double dropped = loss(model, model.trainingTape(1));
      assertThat(dropped).isNotEqualTo(whole);
      assertThat(loss(model, model.trainingTape(1))).isEqualTo(dropped); // resumed
      assertThat(loss(model, model.trainingTape(2_000))).isNotEqualTo(dropped);
      assertThat(loss(model, model.inferenceTape())).isEqualTo(whole);
    }
  }

  @Test
  void ratesAreThoseOfConfigJson() {
    ModelConfig t5 = ModelConfig.read(GOLDEN.resolve("t5/config.json"));
    assertThat(Dropout.of(t5)).isEqualTo(Dropout.NONE);
    assertThat(Dropout.of(t5.with("dropout_rate", 0.1))).isEqualTo(new Dropout(0.1, 0.1));
  }

  private static double loss(Model model, Tape tape) {
    int[] ids = {5, 6, 7, 8, 9, 10, 11};
    int[] labels = {-100, -100, -100, -100, 9, 10, 11};
    try (tape) {
      return RowLoss.of(model, tape, java.util.List.of(Row.of(ids, labels))).sum();
    }
  }
}
