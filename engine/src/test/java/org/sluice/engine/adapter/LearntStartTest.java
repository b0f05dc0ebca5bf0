package org.sluice.engine.adapter;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.sluice.base.UserError;
import org.sluice.engine.TinyModel;
import org.sluice.engine.evaluate.Evaluator;
import org.sluice.engine.export.AdapterFolder;
import org.sluice.engine.export.AdapterInfo;
import org.sluice.engine.file.Checkpoint;
import org.sluice.engine.file.SafetensorsFile;
import org.sluice.engine.model.CausalModel;
import org.sluice.engine.model.LoadOptions;
import org.sluice.engine.tensor.DType;
import org.sluice.engine.tensor.Quantization;
import org.sluice.engine.tensor.Torch;
import org.sluice.engine.train.Collective;
import org.sluice.engine.train.Row;
import org.sluice.engine.train.RowCalibration;
import org.sluice.engine.train.SchedulerType;
import org.sluice.engine.train.TrainOptions;
import org.sluice.engine.train.Trainer;

/** Starts that look at data, beside PEFT's numbers; golden/make_starts.py made them. */
class LearntStartTest {
  private static final Path GOLDEN = Path.of("src/test/resources/golden");
  private static final JsonNode NOTES = notes();

  private static JsonNode notes() {
    try {
      return new ObjectMapper().readTree(GOLDEN.resolve("starts/starts.json").toFile());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  static Stream<String> cases() {
    List<String> names = new ArrayList<>();
    NOTES.path("cases").fieldNames().forEachRemaining(names::add);
    return names.stream();
  }

  private static List<Row> rows() {
    List<Row> rows = new ArrayList<>();
    for (JsonNode row : NOTES.path("rows")) {
      rows.add(Row.of(numbers(row.path("ids")), numbers(row.path("labels"))));
    }
    return rows;
  }

  private static int[] numbers(JsonNode list) {
    return IntStream.range(0, list.size()).map(i -> list.get(i).asInt()).toArray();
  }

  private static Optional<Calibration> data() {
    return Optional.of(new RowCalibration(rows(), NOTES.path("batch").asInt()));
  }

  private static LoraMethod method(String name) {
    JsonNode note = NOTES.path("cases").path(name);
    Map<String, Object> settings = new HashMap<>();
    settings.putAll(map(note.path("settings")));
    List<String> targets = new ArrayList<>();
    note.path("targets").forEach(target -> targets.add(target.asText()));
    settings.put("target_modules", targets);
    settings.put("r", 2);
    settings.put("lora_alpha", 3);
    return new LoraMethod(settings);
  }

  private static Map<String, Object> map(JsonNode object) {
    return new ObjectMapper().convertValue(object, new TypeReference<Map<String, Object>>() {});
  }

  private static CausalModel model(Torch torch) {
    try (Checkpoint checkpoint = Checkpoint.open(GOLDEN.resolve("methods/llama"))) {
      return CausalModel.load(torch, checkpoint, LoadOptions.frozen(Quantization.NONE, DType.FP32));
    }
  }

  private static double loss(CausalModel model) {
    return new Evaluator(model, 64).loss(rows()).mean();
  }

  @ParameterizedTest
  @MethodSource("cases")
  void factorsAreThoseOfPeft(String name) {
    try (Torch torch = Torch.onCpu(1);
        SafetensorsFile golden =
            SafetensorsFile.open(GOLDEN.resolve("starts/starts.safetensors"))) {
      CausalModel model = model(torch);
      double before = loss(model);
      Adapter adapter = Methods.attach(model, method(name), Start.fresh(), 3, data());
      assertThat(loss(model)).as("the start changes nothing").isCloseTo(before, within(1e-4));
      JsonNode note = NOTES.path("cases").path(name);
      if (name.startsWith("eva")) {
        PeftSettings made = adapter.method().settings();
        assertThat(doubles(made.map("rank_pattern")))
            .isEqualTo(doubles(map(note.path("rank_pattern"))));
        assertThat(doubles(made.map("alpha_pattern")))
            .isEqualTo(doubles(map(note.path("alpha_pattern"))));
      }
      int compared = 0;
      for (Adapter.Saved factor : adapter.saved()) {
        float[] wanted = golden.floats(name + "/" + factor.name());
        if (name.startsWith("eva") && factor.name().contains("lora_B")) {
          assertThat(factor.values().get()).containsOnly(0);
          continue;
        }
        // what is saved of a start that was taken out of the base has it a second time
        int rank =
            (int)
                golden.info(name + "/" + factor.name())
                    .shape()[factor.name().contains("lora_A") ? 0 : 1];
        compare(name + " " + factor.name(), factor, wanted, rank);
        compared++;
      }
      assertThat(compared).isGreaterThan(3);
    }
  }

  private static Map<String, Double> doubles(Map<?, ?> numbers) {
    Map<String, Double> all = new HashMap<>();
    numbers.forEach((key, value) -> all.put(key.toString(), ((Number) value).doubleValue()));
    return all;
  }

  /** Vectors of a rank index, each up to its sign. */
  private static void compare(String what, Adapter.Saved factor, float[] wanted, int rank) {
    float[] got = factor.values().get();
    boolean a = factor.name().contains("lora_A");
    int held = (int) factor.shape()[a ? 0 : 1];
    int length = wanted.length / rank;
    for (int k = 0; k < rank; k++) {
      double apart = 0;
      double opposite = 0;
      double size = 1e-6;
      for (int i = 0; i < length; i++) {
        double one = a ? got[k * length + i] : got[i * held + k];
        double other = a ? wanted[k * length + i] : wanted[i * rank + k];
        apart = Math.max(apart, Math.abs(one - other));
        opposite = Math.max(opposite, Math.abs(one + other));
        size = Math.max(size, Math.abs(other));
      }
      // PEFT's largest singular value of a weight is one of random directions
      double limit = what.startsWith("lora-ga-weights") ? 5e-2 : 2e-3;
      assertThat(Math.min(apart, opposite) / size).as("%s, %d", what, k).isLessThan(limit);
    }
  }

  @ParameterizedTest
  @MethodSource("cases")
  void savedAdapterDoesOnTheLoadedBaseWhatTrainingMade(String name, @TempDir Path folder) {
    double trained;
    try (Torch torch = Torch.onCpu(1)) {
      CausalModel model = model(torch);
      Adapter adapter = Methods.attach(model, method(name), Start.fresh(), 3, data());
      double before = loss(model);
      TrainOptions options = new TrainOptions(4, 5e-2, SchedulerType.CONSTANT, 0, 0, 1, 1);
      try (Trainer trainer = new Trainer(model, options, Collective.ALONE, adapter.hook())) {
        for (int i = 0; i < 4; i++) {
          trainer.step(List.of(rows()));
        }
      }
      trained = loss(model);
      assertThat(trained).isLessThan(before - 0.01);
      AdapterFolder.write(
          folder.resolve("adapter"),
          adapter,
          new AdapterInfo(adapter.method(), "tiny", Optional.empty(), Optional.empty(), Map.of()));
    }
    try (Torch torch = Torch.onCpu(1);
        AdapterFolder stored = AdapterFolder.open(folder.resolve("adapter"))) {
      CausalModel model = model(torch);
      stored.attachTo(model);
      assertThat(loss(model)).isCloseTo(trained, within(1e-4));
    }
  }

  @Test
  void startThatLooksAtDataIsRefusedWithoutAny() {
    try (TinyModel tiny = TinyModel.load()) {
      assertThatThrownBy(() -> Methods.attach(tiny.model(), method("eva"), Start.fresh(), 1))
          .isInstanceOf(UserError.class)
          .hasMessageContaining("init_lora_weights eva looks at training rows");
    }
  }
}
