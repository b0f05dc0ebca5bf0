package org.sluice.engine.model;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.condition.EnabledIfEnvironmentVariable;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.sluice.engine.file.Checkpoint;
import org.sluice.engine.file.ModelConfig;
import org.sluice.engine.file.SafetensorsFile;
import org.sluice.engine.tensor.DType;
import org.sluice.engine.tensor.Packing;
import org.sluice.engine.tensor.Quantization;
import org.sluice.engine.tensor.Tape;
import org.sluice.engine.tensor.Torch;
import org.sluice.engine.tensor.Var;

/** The golden models that foretell next tokens: hidden states, logits, greedy tokens. */
@Tag("long")
@EnabledIfEnvironmentVariable(named = "SLUICE_SHARED", matches = ".+")
class GoldenCausalLongTest {
  private static final Path MODELS =
      Path.of(
          System.getenv()
              .getOrDefault(
                  "SLUICE_GOLDEN", System.getenv().getOrDefault("SLUICE_SHARED", ".") + "/golden"),
          "models");

  static Stream<String> cases() throws IOException {
    List<String> names = new ArrayList<>();
    try (Stream<Path> folders = Files.list(MODELS)) {
      for (Path folder : folders.filter(Files::isDirectory).sorted().toList()) {
        Path file = folder.resolve("case.json");
        if (Files.exists(file)) {
          JsonNode json = new ObjectMapper().readTree(file.toFile());
          if (json.path("task_type").asText().equals("CAUSAL_LM")) {
            names.add(folder.getFileName().toString());
          }
        }
      }
    }
    return names.stream();
  }

  @ParameterizedTest
  @MethodSource("cases")
  void computesWhatTransformersComputes(String name) {
    Path folder = MODELS.resolve(name);
    try (Torch torch = Torch.onCpu(1);
        Checkpoint checkpoint = Checkpoint.open(folder);
        SafetensorsFile inputs = SafetensorsFile.open(folder.resolve("inputs.safetensors"));
        SafetensorsFile expected = SafetensorsFile.open(folder.resolve("expected.safetensors"))) {
      LoadOptions options = LoadOptions.frozen(Quantization.NONE, DType.FP32);
      // as case.json says
      ModelConfig config = checkpoint.config().with("_attn_implementation", "eager");
      CausalModel model = CausalModel.load(torch, checkpoint, config, options);
      List<int[]> rows = rows(inputs, "input_ids", "attention_mask");
      int width = (int) inputs.info("input_ids").shape()[1];
      List<String> problems = new ArrayList<>();
      int[] lengths = rows.stream().mapToInt(r -> r.length).toArray();
      int[] ids = rows.stream().flatMapToInt(Arrays::stream).toArray();
      try (Tape tape = model.inferenceTape()) {
        Var states =
            model.states(
                tape,
                ids,
                new Packing(lengths),
                (number, state) ->
                    compare(
                        expected,
                        "hidden." + number,
                        state.value().toFloatArray(),
                        rows,
                        width,
                        problems));
        float[][] logits = model.logits(tape, states);
        float[] flat = new float[logits.length * logits[0].length];
        for (int i = 0; i < logits.length; i++) {
          System.arraycopy(logits[i], 0, flat, i * logits[0].length, logits[0].length);
        }
        compare(expected, "logits", flat, rows, width, problems);
      }
      generate(model, inputs, expected, problems);
      assertThat(problems).isEmpty();
    }
  }

  private static void generate(
      CausalModel model, SafetensorsFile inputs, SafetensorsFile expected, List<String> problems) {
    List<int[]> prompts = rows(inputs, "gen_input_ids", "gen_attention_mask");
    long[] wanted = expected.longs("generated");
    int width = wanted.length / prompts.size();
    int prompt = (int) inputs.info("gen_input_ids").shape()[1];
    try (KvCache cache = model.cache(width)) {
      int[] next = cache.prefill(prompts, model::greedy);
      for (int i = prompt; i < width; i++) {
        for (int row = 0; row < next.length; row++) {
          if (next[row] != wanted[row * width + i]) {
            problems.add(
                "token %d of row %d: %d, not %d"
                    .formatted(i, row, next[row], wanted[row * width + i]));
          }
          next[row] = (int) wanted[row * width + i];
        }
        next = i + 1 < width ? cache.step(next, model::greedy) : next;
      }
    }
  }

  private static List<int[]> rows(SafetensorsFile inputs, String idName, String maskName) {
    long[] ids = inputs.longs(idName);
    long[] mask = inputs.longs(maskName);
    int width = (int) inputs.info(idName).shape()[1];
    return IntStream.range(0, ids.length / width)
        .mapToObj(
            row ->
                IntStream.range(row * width, (row + 1) * width)
                    .filter(i -> mask[i] == 1)
                    .map(i -> (int) ids[i])
                    .toArray())
        .toList();
  }

  /** Rows of the batch are padded on the right. */
  private static void compare(
      SafetensorsFile expected,
      String name,
      float[] got,
      List<int[]> rows,
      int width,
      List<String> problems) {
    if (!expected.tensors().contains(name)) {
      return;
    }
    float[] all = expected.floats(name);
    int columns = all.length / rows.size() / width;
    double largest = 1e-6;
    double difference = 0;
    int at = 0;
    for (int row = 0; row < rows.size(); row++) {
      for (int i = 0; i < rows.get(row).length * columns; i++) {
        float value = all[row * width * columns + i];
        largest = Math.max(largest, Math.abs(value));
        double apart = Math.abs(value - got[at++]);
        difference = apart > difference || Double.isNaN(apart) ? apart : difference;
      }
    }
    if (!(difference / largest <= 1e-5)) {
      problems.add("%s is off by %.2e".formatted(name, difference / largest));
    }
  }
}
