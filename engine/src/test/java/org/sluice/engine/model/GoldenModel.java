package org.sluice.engine.model;

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
import org.sluice.engine.file.Checkpoint;
import org.sluice.engine.file.ModelConfig;
import org.sluice.engine.file.SafetensorsFile;
import org.sluice.engine.tensor.DType;
import org.sluice.engine.tensor.Packing;
import org.sluice.engine.tensor.Quantization;
import org.sluice.engine.tensor.Tape;
import org.sluice.engine.tensor.Torch;
import org.sluice.engine.tensor.Var;

/** Compares a model with what transformers computed for it: a folder of golden numbers. */
final class GoldenModel {
  private static final ObjectMapper MAPPER = new ObjectMapper();

  private final Path folder;
  private final JsonNode json;
  private final Torch torch;
  private final SafetensorsFile given;
  private final SafetensorsFile expected;
  private final List<String> problems = new ArrayList<>();

  private GoldenModel(
      Path folder, JsonNode json, Torch torch, SafetensorsFile given, SafetensorsFile expected) {
    this.folder = folder;
    this.json = json;
    this.torch = torch;
    this.given = given;
    this.expected = expected;
  }

  /** The cases below a folder, as paths from it; adapters left out. */
  static List<String> below(Path models) throws IOException {
    try (Stream<Path> files = Files.walk(models, 4)) {
      return files
          .filter(file -> file.endsWith("case.json"))
          .map(Path::getParent)
          .filter(folder -> !folder.getParent().endsWith("adapters"))
          .map(folder -> models.relativize(folder).toString())
          .sorted()
          .toList();
    }
  }

  /** What differs; nothing when all is as it should be. */
  static List<String> problems(Path folder) throws IOException {
    JsonNode json = MAPPER.readTree(folder.resolve("case.json").toFile());
    try (Torch torch = Torch.onCpu(1);
        SafetensorsFile given = SafetensorsFile.open(folder.resolve("inputs.safetensors"));
        SafetensorsFile expected = SafetensorsFile.open(folder.resolve("expected.safetensors"))) {
      GoldenModel golden = new GoldenModel(folder, json, torch, given, expected);
      Task task = Task.valueOf(json.path("task_type").asText());
      if (task == Task.CAUSAL_LM) {
        golden.causal();
      } else {
        golden.task(task);
      }
      return golden.problems;
    }
  }

  private static LoadOptions plain() {
    return LoadOptions.frozen(Quantization.NONE, DType.FP32);
  }

  private ModelConfig config(Checkpoint checkpoint) {
    return checkpoint.config().with("_attn_implementation", json.path("attention").asText());
  }

  // ---- models that foretell the next token: rows without padding ----

  private void causal() {
    try (Checkpoint checkpoint = Checkpoint.open(folder)) {
      CausalModel model = CausalModel.load(torch, checkpoint, config(checkpoint), plain());
      List<int[]> rows = rows("input_ids", "attention_mask");
      int width = (int) given.info("input_ids").shape()[1];
      Packing packing = new Packing(rows.stream().mapToInt(r -> r.length).toArray());
      int[] ids = rows.stream().flatMapToInt(Arrays::stream).toArray();
      try (Tape tape = model.inferenceTape()) {
        Var states =
            model.states(
                tape,
                ids,
                packing,
                (number, state) ->
                    comparePacked("hidden." + number, state.value().toFloatArray(), rows, width));
        float[][] logits = model.logits(tape, states);
        float[] flat = new float[logits.length * logits[0].length];
        for (int i = 0; i < logits.length; i++) {
          System.arraycopy(logits[i], 0, flat, i * logits[0].length, logits[0].length);
        }
        comparePacked("logits", flat, rows, width);
      }
      loss(model, rows);
      generate(model);
    }
  }

  private void loss(CausalModel model, List<int[]> rows) {
    int[][] labels = ints(given, "labels");
    int[][] mask = ints(given, "attention_mask");
    List<Long> wanted = new ArrayList<>();
    List<Long> targets = new ArrayList<>();
    long at = 0;
    for (int row = 0; row < rows.size(); row++) {
      int[] real = real(labels[row], mask[row]);
      for (int i = 1; i < real.length; i++) {
        if (real[i] != Inputs.IGNORED) {
          wanted.add(at + i - 1);
          targets.add((long) real[i]);
        }
      }
      at += real.length;
    }
    try (Tape tape = model.inferenceTape()) {
      Packing packing = new Packing(rows.stream().mapToInt(r -> r.length).toArray());
      int[] ids = rows.stream().flatMapToInt(Arrays::stream).toArray();
      Var hidden = model.hidden(tape, ids, packing, longs(wanted));
      compareLoss(model.crossEntropy(tape, hidden, longs(targets)) / targets.size());
    }
  }

  private static long[] longs(List<Long> list) {
    return list.stream().mapToLong(n -> n).toArray();
  }

  private void generate(CausalModel model) {
    List<int[]> prompts = rows("gen_input_ids", "gen_attention_mask");
    int[][] wanted = ints(expected, "generated");
    int prompt = (int) given.info("gen_input_ids").shape()[1];
    try (KvCache cache = model.cache(wanted[0].length)) {
      int[] next = cache.prefill(prompts, model::greedy);
      for (int i = prompt; i < wanted[0].length; i++) {
        for (int row = 0; row < next.length; row++) {
          if (next[row] != wanted[row][i]) {
            problems.add(
                "token %d of row %d: %d, not %d".formatted(i, row, next[row], wanted[row][i]));
          }
          next[row] = wanted[row][i];
        }
        next = i + 1 < wanted[0].length ? cache.step(next, model::greedy) : next;
      }
    }
  }

  // ---- models of other tasks: rows with their padding ----

  private void task(Task task) throws IOException {
    try (Checkpoint checkpoint = HeadCheckpoint.open(folder, json)) {
      TaskModel model = TaskModel.load(torch, checkpoint, config(checkpoint), task, plain());
      Map<String, float[]> found = new HashMap<>();
      model.watch((state, value) -> found.put(state, value.value().toFloatArray()));
      Inputs inputs = inputs();
      try (Tape tape = model.inferenceTape()) {
        Outputs outputs = model.run(tape, inputs);
        outputs.named().forEach((n, v) -> found.put(n, v.value().toFloatArray()));
        compareLoss(outputs.meanLoss());
      }
      found.forEach((name, values) -> comparePadded(name, values, inputs));
      if (task == Task.SEQ_2_SEQ_LM) {
        int[][] wanted = ints(expected, "generated");
        List<int[]> prompts = rows("gen_input_ids", "gen_attention_mask");
        int[][] got = model.generate(prompts, wanted[0].length - 1);
        if (!Arrays.deepEquals(got, wanted)) {
          problems.add("generated " + Arrays.deepToString(got));
        }
      }
    }
  }

  private Inputs inputs() {
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

  // ---- reading and comparing ----

  private List<int[]> rows(String idName, String maskName) {
    int[][] ids = ints(given, idName);
    int[][] mask = ints(given, maskName);
    return IntStream.range(0, ids.length).mapToObj(row -> real(ids[row], mask[row])).toList();
  }

  private static int[] real(int[] row, int[] mask) {
    return IntStream.range(0, row.length).filter(i -> mask[i] == 1).map(i -> row[i]).toArray();
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

  private void compareLoss(double loss) {
    if (expected.tensors().contains("loss")) {
      float wanted = expected.floats("loss")[0];
      if (!(Math.abs(loss - wanted) <= 1e-5 * Math.abs(wanted))) {
        problems.add("loss is %s, not %s".formatted(loss, wanted));
      }
    }
  }

  /** Rows without padding against a batch with padding on the right. */
  private void comparePacked(String name, float[] got, List<int[]> rows, int width) {
    if (!expected.tensors().contains(name)) {
      return;
    }
    float[] all = expected.floats(name);
    int columns = all.length / rows.size() / width;
    Difference difference = new Difference();
    int at = 0;
    for (int row = 0; row < rows.size(); row++) {
      for (int i = 0; i < rows.get(row).length * columns; i++) {
        difference.add(all[row * width * columns + i], got[at++]);
      }
    }
    difference.report(name);
  }

  /** Real positions, and all of tensors that have no positions. */
  private void comparePadded(String name, float[] got, Inputs inputs) {
    if (!expected.tensors().contains(name)) {
      return;
    }
    float[] all = expected.floats(name);
    if (got.length != all.length) {
      problems.add(name + " has " + got.length + " values, not " + all.length);
      return;
    }
    long[] shape = expected.info(name).shape();
    int width = shape.length > 1 ? (int) shape[1] : 1;
    boolean placed = !name.startsWith("decoder") && width == inputs.ids()[0].length;
    int columns = (int) (all.length / shape[0] / width);
    Difference difference = new Difference();
    for (int i = 0; i < all.length; i++) {
      int place = i / columns;
      if (!placed || inputs.mask()[place / width][place % width] == 1) {
        difference.add(all[i], got[i]);
      }
    }
    difference.report(name);
  }

  /** The largest difference beside the largest magnitude. */
  private final class Difference {
    private double largest = 1e-6;
    private double apart;

    void add(float wanted, float found) {
      largest = Math.max(largest, Math.abs(wanted));
      double difference = Math.abs((double) wanted - found);
      apart = difference > apart || Double.isNaN(difference) ? difference : apart;
    }

    void report(String name) {
      if (!(apart / largest <= 1e-5)) {
        problems.add("%s is off by %.2e".formatted(name, apart / largest));
      }
    }
  }
}
