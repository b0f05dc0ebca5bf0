package org.sluice.engine.train;

import ai.djl.Device;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.sluice.engine.adapter.Lora;
import org.sluice.engine.adapter.LoraConfig;
import org.sluice.engine.adapter.TargetModules;
import org.sluice.engine.file.Architecture;
import org.sluice.engine.file.ModelConfig;
import org.sluice.engine.model.CausalModel;
import org.sluice.engine.model.KvCache;
import org.sluice.engine.model.LoadOptions;
import org.sluice.engine.tensor.DType;
import org.sluice.engine.tensor.Quantization;
import org.sluice.engine.tensor.Torch;

/**
 * Trains a tiny model with random weights on a device and on the CPU and compares: whether a GPU,
 * its driver and the libraries go together, in a second and without any file.
 */
public final class DeviceCheck {
  private static final int STEPS = 3;
  private static final int VOCABULARY = 320;

  private DeviceCheck() {}

  /**
   * Compares a device with the CPU.
   *
   * @return the largest relative difference of the losses of QLoRA's first steps: below 1e-4 in
   *     float and below 0.02 in bfloat16 when all is well
   */
  public static double difference(Device device, DType type) {
    double[] expected = losses(Device.cpu(), DType.FP32);
    double[] found = losses(device, type);
    double largest = 0;
    for (int i = 0; i < expected.length; i++) {
      double difference = Math.abs(found[i] - expected[i]) / expected[i];
      largest = Double.isNaN(difference) ? Double.NaN : Math.max(largest, difference);
    }
    return largest;
  }

  /** The losses of the steps, then a number made of the likeliest tokens after some more. */
  private static double[] losses(Device device, DType type) {
    LoadOptions load = LoadOptions.frozen(Quantization.NF4_DOUBLE, type);
    try (Torch torch = Torch.on(device, 0)) {
      CausalModel model = CausalModel.random(torch, config(), 1, load);
      LoraConfig lora = new LoraConfig(4, 8, 0, TargetModules.of("all-linear"));
      Lora.attach(model, lora, 1);
      TrainOptions options = new TrainOptions(STEPS, 1e-2, SchedulerType.CONSTANT, 0, 0, 1, 1);
      double[] losses = new double[STEPS + 1];
      try (Trainer trainer = new Trainer(model, options, Collective.ALONE)) {
        for (int i = 0; i < STEPS; i++) {
          losses[i] = trainer.step(List.of(rows(i))).loss();
        }
      }
      losses[STEPS] = readAndScore(model);
      return losses;
    }
  }

  /** Loss of a token behind a cache that was filled and gone on from. */
  private static double readAndScore(CausalModel model) {
    try (KvCache cache = model.cache(16)) {
      cache.prefill(List.of(new int[] {5, 6, 7, 8}, new int[] {9, 10}), model::greedy);
      float[] found =
          cache.step(
              new int[] {11, 12},
              (tape, hidden) -> model.logProbabilities(tape, hidden, new long[] {13, 14}));
      return -found[0] - found[1];
    }
  }

  private static List<Row> rows(int step) {
    Random random = new Random(step);
    List<Row> rows = new ArrayList<>();
    for (int length : new int[] {24, 7, 33, 12}) {
      int[] ids = random.ints(length, 0, VOCABULARY).toArray();
      rows.add(Row.of(ids, ids));
    }
    return rows;
  }

  private static ModelConfig config() {
    return new ModelConfig(
        Architecture.LLAMA.modelType(),
        VOCABULARY,
        128,
        256,
        2,
        4,
        2,
        32,
        1e-5,
        10_000,
        128,
        true,
        -1,
        List.of(),
        Map.of());
  }
}
