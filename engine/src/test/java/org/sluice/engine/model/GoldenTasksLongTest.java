package org.sluice.engine.model;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.condition.EnabledIfEnvironmentVariable;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.sluice.engine.file.ModelConfig;
import org.sluice.engine.file.SafetensorsFile;
import org.sluice.engine.tensor.DType;
import org.sluice.engine.tensor.Quantization;
import org.sluice.engine.tensor.Tape;
import org.sluice.engine.tensor.Torch;

/** The golden models with heads, and those from sequence to sequence. */
@Tag("long")
@EnabledIfEnvironmentVariable(named = "SLUICE_SHARED", matches = ".+")
class GoldenTasksLongTest {
  private static final Path MODELS =
      Path.of(
          System.getenv()
              .getOrDefault(
                  "SLUICE_GOLDEN", System.getenv().getOrDefault("SLUICE_SHARED", ".") + "/golden"),
          "models");
  private static final ObjectMapper MAPPER = new ObjectMapper();

  static Stream<String> cases() throws IOException {
    try (Stream<Path> files = Files.walk(MODELS, 4)) {
      List<String> names = new ArrayList<>();
      for (Path file : files.filter(f -> f.endsWith("case.json")).sorted().toList()) {
        Path folder = file.getParent();
        boolean adapter = folder.getParent().endsWith("adapters");
        JsonNode json = MAPPER.readTree(file.toFile());
        if (!adapter && !json.path("task_type").asText().equals("CAUSAL_LM")) {
          names.add(MODELS.relativize(folder).toString());
        }
      }
      return names.stream();
    }
  }

  @ParameterizedTest
  @MethodSource("cases")
  void computesWhatTransformersComputes(String name) throws IOException {
    Path folder = MODELS.resolve(name);
    JsonNode json = MAPPER.readTree(folder.resolve("case.json").toFile());
    Task task = Task.valueOf(json.path("task_type").asText());
    try (Torch torch = Torch.onCpu(1);
        HeadCheckpoint checkpoint = HeadCheckpoint.open(folder, json);
        SafetensorsFile given = SafetensorsFile.open(folder.resolve("inputs.safetensors"));
        SafetensorsFile expected = SafetensorsFile.open(folder.resolve("expected.safetensors"))) {
      ModelConfig config = checkpoint.config().with("_attn_implementation", "eager");
      LoadOptions options = LoadOptions.frozen(Quantization.NONE, DType.FP32);
      TaskModel model = TaskModel.load(torch, checkpoint, config, task, options);
      Map<String, float[]> found = new HashMap<>();
      model.watch((state, value) -> found.put(state, value.value().toFloatArray()));
      List<String> problems = new ArrayList<>();
      Inputs inputs = inputs(given);
      try (Tape tape = model.inferenceTape()) {
        Outputs outputs = model.run(tape, inputs);
        outputs.named().forEach((n, v) -> found.put(n, v.value().toFloatArray()));
        double loss = outputs.meanLoss();
        if (expected.tensors().contains("loss")
            && !(Math.abs(loss - expected.floats("loss")[0]) <= 1e-5 * Math.abs(loss) + 1e-6)) {
          problems.add("loss %s, not %s".formatted(loss, expected.floats("loss")[0]));
        }
      }
      found.forEach((n, values) -> compare(expected, n, values, inputs, problems));
      if (task == Task.SEQ_2_SEQ_LM) {
        generate(model, given, expected, problems);
      }
      assertThat(problems).isEmpty();
    }
  }

  private static void generate(
      TaskModel model, SafetensorsFile given, SafetensorsFile expected, List<String> problems) {
    int[][] ids = ints(given, "gen_input_ids");
    int[][] mask = ints(given, "gen_attention_mask");
    List<int[]> prompts =
        IntStream.range(0, ids.length)
            .mapToObj(
                i ->
                    IntStream.range(0, ids[i].length)
                        .filter(j -> mask[i][j] == 1)
                        .map(j -> ids[i][j])
                        .toArray())
            .toList();
    int[][] wanted = ints(expected, "generated");
    int[][] got = model.generate(prompts, wanted[0].length - 1);
    if (!Arrays.deepEquals(got, wanted)) {
      problems.add(
          "generated " + Arrays.deepToString(got) + ", not " + Arrays.deepToString(wanted));
    }
  }

  private static Inputs inputs(SafetensorsFile given) {
    int[][] ids = ints(given, "input_ids");
    Inputs inputs = Inputs.of(ids, ints(given, "attention_mask"));
    if (given.tensors().contains("token_type_ids")) {
      inputs = inputs.withTypes(ints(given, "token_type_ids"));
    }
    if (given.tensors().contains("start_positions")) {
      int[] starts = flat(given, "start_positions");
      inputs = inputs.withSpans(starts, flat(given, "end_positions"));
    }
    if (!given.tensors().contains("labels")) {
      return inputs;
    }
    if (given.info("labels").type().name().startsWith("F")) {
      float[] values = given.floats("labels");
      int width = values.length / ids.length;
      float[][] rows = new float[ids.length][];
      for (int i = 0; i < rows.length; i++) {
        rows[i] = Arrays.copyOfRange(values, i * width, (i + 1) * width);
      }
      return inputs.withValues(rows);
    }
    return inputs.withLabels(ints(given, "labels"));
  }

  private static int[] flat(SafetensorsFile file, String name) {
    return Arrays.stream(file.longs(name)).mapToInt(n -> (int) n).toArray();
  }

  private static int[][] ints(SafetensorsFile file, String name) {
    int[] all = flat(file, name);
    long[] shape = file.info(name).shape();
    int width = shape.length > 1 ? (int) shape[1] : 1;
    int[][] rows = new int[all.length / width][];
    for (int i = 0; i < rows.length; i++) {
      rows[i] = Arrays.copyOfRange(all, i * width, (i + 1) * width);
    }
    return rows;
  }

  /** Compares real positions, and all of tensors that have no positions. */
  private static void compare(
      SafetensorsFile expected, String name, float[] got, Inputs inputs, List<String> problems) {
    if (!expected.tensors().contains(name)) {
      return;
    }
    float[] all = expected.floats(name);
    long[] shape = expected.info(name).shape();
    boolean placed =
        !name.startsWith("decoder") && shape.length > 1 && shape[1] == inputs.ids()[0].length;
    int columns = (int) (all.length / shape[0] / (shape.length > 1 ? shape[1] : 1));
    if (got.length != all.length) {
      problems.add(name + " has " + got.length + " values, not " + all.length);
      return;
    }
    double largest = 1e-6;
    double difference = 0;
    for (int i = 0; i < all.length; i++) {
      int place = i / columns;
      int width = (int) shape[1];
      if (placed && inputs.mask()[place / width][place % width] == 0) {
        continue;
      }
      largest = Math.max(largest, Math.abs(all[i]));
      double apart = Math.abs(all[i] - got[i]);
      difference = apart > difference || Double.isNaN(apart) ? apart : difference;
    }
    if (!(difference / largest <= 1e-5)) {
      problems.add("%s is off by %.2e".formatted(name, difference / largest));
    }
  }
}
