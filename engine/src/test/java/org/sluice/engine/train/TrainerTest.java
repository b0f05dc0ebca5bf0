package org.sluice.engine.train;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.sluice.engine.adapter.Lora;
import org.sluice.engine.model.CausalModel;
import org.sluice.engine.model.LoadOptions;
import org.sluice.engine.tensor.DType;
import org.sluice.engine.tensor.Parameter;
import org.sluice.engine.tensor.Quantization;
import org.sluice.engine.tensor.Torch;

class TrainerTest {
  private final TinyLlama tiny = new TinyLlama();
  private Torch torch;

  @BeforeEach
  void load() {
    torch = Torch.onCpu(1);
  }

  @AfterEach
  void close() {
    torch.close();
    tiny.close();
  }

  @Test
  void trainsLoraOnAttentionAsPeftDoes() {
    trainsAsPeft(tiny.withAdapter(torch, "qkvo"), "qkvo", SchedulerType.LINEAR);
  }

  @Test
  void trainsLoraOnAllLayersAsPeftDoes() {
    trainsAsPeft(tiny.withAdapter(torch, "all"), "all", SchedulerType.COSINE);
  }

  @Test
  void tunesAllWeightsAsTorchDoes() {
    CausalModel model = TinyLlama.load(torch, LoadOptions.trained(DType.FP32));
    trainsAsPeft(model, "full", SchedulerType.LINEAR);
  }

  private void trainsAsPeft(CausalModel model, String name, SchedulerType scheduler) {
    float[] losses = tiny.golden.floats(name + ".losses");
    float[] norms = tiny.golden.floats(name + ".norms");
    try (Trainer trainer = new Trainer(model, tiny.options(scheduler), Collective.ALONE)) {
      List<List<Row>> batches = tiny.batches();
      for (int i = 0; i < losses.length; i++) {
        StepReport report = trainer.step(List.of(batches.get(i)));
        assertThat(report.loss()).as("loss " + i).isCloseTo(losses[i], within(1e-4));
        assertThat(report.gradNorm()).as("norm " + i).isCloseTo(norms[i], within(1e-3 * norms[i]));
      }
    }
    int compared = 0;
    for (Parameter parameter : model.parameters()) {
      for (Parameter.Part part : parameter.parts()) {
        String golden = name + ".trained." + part.name();
        if (tiny.golden.tensors().contains(golden)) {
          assertThat(parameter.read(part))
              .as(golden)
              .containsExactly(tiny.golden.floats(golden), within(1e-4f));
          compared++;
        }
      }
    }
    assertThat(compared).isGreaterThanOrEqualTo(6);
  }

  @Test
  void countsParametersAsPeftDoes() {
    long[] counts = tiny.golden.longs("all.counts");
    CausalModel model = tiny.withAdapter(torch, "all");
    assertThat(model.trainableSize()).isEqualTo(counts[0]);
    assertThat(model.totalSize()).isEqualTo(counts[1]);
    assertThat(model.describeParameters()).startsWith("trainable params: 6,656 || all params: ");
  }

  @Test
  void packedRowsGiveTheLossOfSeparateRows() {
    List<Row> rows = new ArrayList<>();
    tiny.batches().forEach(rows::addAll);
    StepReport apart = oneStep(List.of(rows));
    StepReport packed =
        oneStep(List.of(List.of(join(rows.subList(0, 7)), join(rows.subList(7, rows.size())))));
    assertThat(packed.loss()).isCloseTo(apart.loss(), within(1e-5));
    assertThat(packed.gradNorm()).isCloseTo(apart.gradNorm(), within(1e-5 * apart.gradNorm()));
    assertThat(packed.targetTokens()).isEqualTo(apart.targetTokens());
  }

  private static Row join(List<Row> rows) {
    return new Row(
        rows.stream().flatMapToInt(r -> Arrays.stream(r.inputIds())).toArray(),
        rows.stream().flatMapToInt(r -> Arrays.stream(r.labels())).toArray(),
        rows.stream().mapToInt(r -> r.inputIds().length).toArray());
  }

  @Test
  void accumulatesToTheStepOfOneBatch() {
    List<Row> rows = new ArrayList<>();
    tiny.batches().forEach(rows::addAll);
    List<Row> eight = rows.subList(0, 8);
    StepReport whole = oneStep(List.of(eight));
    StepReport parts =
        oneStep(
            List.of(
                eight.subList(0, 2),
                eight.subList(2, 4),
                eight.subList(4, 6),
                eight.subList(6, 8)));
    assertThat(parts.loss()).isCloseTo(whole.loss(), within(1e-5));
    assertThat(parts.gradNorm()).isCloseTo(whole.gradNorm(), within(1e-5 * whole.gradNorm()));
  }

  @Test
  void rowsWithASharedBeginningGiveTheStepOfRowsApart() {
    int[] one = {5, 6, 7, 8, 9, 10, 20, 21, 22};
    int[] two = {5, 6, 7, 8, 9, 10, 30, 31};
    List<Row> rows = List.of(Row.of(one, one), Row.of(two, two)); // the beginning is trained too
    StepReport together = oneStep(List.of(rows));
    StepReport apart = oneStep(List.of(rows.subList(0, 1), rows.subList(1, 2)));
    assertThat(together.loss()).isCloseTo(apart.loss(), within(1e-5));
    assertThat(together.gradNorm()).isCloseTo(apart.gradNorm(), within(1e-5 * apart.gradNorm()));
  }

  private StepReport oneStep(List<List<Row>> microBatches) {
    CausalModel model = tiny.withAdapter(torch, "all");
    try (Trainer trainer =
        new Trainer(model, tiny.options(SchedulerType.LINEAR), Collective.ALONE)) {
      return trainer.step(microBatches);
    }
  }

  @ParameterizedTest
  @EnumSource(DType.class)
  void resumesToTheSameBits(DType type, @TempDir Path folder) {
    float[] straight;
    try (Trainer trainer = dropping(type)) {
      run(trainer, 0, 6);
      straight = weights(trainer);
    }
    try (Trainer trainer = dropping(type)) {
      run(trainer, 0, 3);
      trainer.save(folder);
    }
    try (Trainer trainer = dropping(type)) {
      trainer.restore(folder);
      assertThat(trainer.stepsDone()).isEqualTo(3);
      run(trainer, 3, 6);
      assertThat(weights(trainer)).isEqualTo(straight);
    }
  }

  private Trainer dropping(DType type) {
    CausalModel model = TinyLlama.load(torch, LoadOptions.frozen(Quantization.NF4_DOUBLE, type));
    Lora.attach(model, TinyLlama.lora("all", 0.2), 5);
    return new Trainer(model, tiny.options(SchedulerType.LINEAR), Collective.ALONE);
  }

  private void run(Trainer trainer, int from, int to) {
    for (int i = from; i < to; i++) {
      List<Row> rows = tiny.batches().get(i);
      trainer.step(List.of(rows.subList(0, 2), rows.subList(2, 3)));
    }
  }

  private static float[] weights(Trainer trainer) {
    List<float[]> all = new ArrayList<>();
    for (Parameter parameter : trainer.model().parameters()) {
      parameter.parts().forEach(part -> all.add(parameter.read(part)));
    }
    int size = all.stream().mapToInt(a -> a.length).sum();
    float[] flat = new float[size];
    int at = 0;
    for (float[] part : all) {
      System.arraycopy(part, 0, flat, at, part.length);
      at += part.length;
    }
    return flat;
  }

  @Test
  void twoRanksTakeTheStepsOfOne() throws Exception {
    float[] alone;
    try (Trainer trainer =
        new Trainer(
            tiny.withAdapter(torch, "all"), tiny.options(SchedulerType.LINEAR), Collective.ALONE)) {
      for (List<Row> rows : tiny.batches()) {
        trainer.step(List.of(rows));
      }
      alone = weights(trainer);
    }
    List<float[]> ranks =
        MemoryCollective.run(
            2,
            collective -> {
              try (Torch own = Torch.onCpu(1);
                  Trainer trainer =
                      new Trainer(
                          tiny.withAdapter(own, "all"),
                          tiny.options(SchedulerType.LINEAR),
                          collective)) {
                for (List<Row> rows : tiny.batches()) {
                  // unlike shares: the sums must be divided by the count of both
                  trainer.step(
                      List.of(collective.rank() == 0 ? rows.subList(0, 1) : rows.subList(1, 3)));
                }
                return weights(trainer);
              }
            });
    assertThat(ranks.get(0)).isEqualTo(ranks.get(1));
    assertThat(ranks.get(0)).containsExactly(alone, within(1e-5f));
  }
}
