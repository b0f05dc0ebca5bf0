package org.sluice.engine.train;

import ai.djl.Device;
import ai.djl.pytorch.jni.JniUtils;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.sluice.engine.adapter.Lora;
import org.sluice.engine.adapter.LoraConfig;
import org.sluice.engine.adapter.TargetModules;
import org.sluice.engine.file.Checkpoint;
import org.sluice.engine.model.CausalModel;
import org.sluice.engine.model.LoadOptions;
import org.sluice.engine.model.Model;
import org.sluice.engine.model.Task;
import org.sluice.engine.model.TaskModel;
import org.sluice.engine.tensor.DType;
import org.sluice.engine.tensor.Memory;
import org.sluice.engine.tensor.Quantization;
import org.sluice.engine.tensor.Torch;

/**
 * Trains LoRA in float on the model and the rows that hf_architectures.py prepared, and prints one
 * JSON line of figures. Not a test: a main for benchmarks.
 *
 * <p>{@code --model FOLDER --rows FILE.jsonl [--steps 8] [--batch 8] [--threads 2] [--profile
 * FILE]}
 */
public final class ArchitectureBenchmark {
  private static final ObjectMapper JSON = new ObjectMapper();

  /** PEFT's own targets of LoRA. */
  private static final Map<String, List<String>> TARGETS =
      Map.of(
          "gpt2", List.of("c_attn"),
          "t5", List.of("q", "v"));

  private final Map<String, String> options = new HashMap<>();

  private ArchitectureBenchmark(String[] args) {
    for (int i = 0; i < args.length; i += 2) {
      options.put(args[i].substring(2), args[i + 1]);
    }
  }

  public static void main(String[] args) throws Exception {
    new ArchitectureBenchmark(args).run();
  }

  private int number(String name, int otherwise) {
    return Integer.parseInt(options.getOrDefault(name, Integer.toString(otherwise)));
  }

  private void run() throws IOException {
    LoadOptions frozen = LoadOptions.frozen(Quantization.NONE, DType.FP32);
    try (Torch torch = Torch.on(Device.cpu(), number("threads", 2));
        Checkpoint checkpoint = Checkpoint.open(Path.of(options.get("model")))) {
      String type = checkpoint.config().modelType();
      boolean answers = type.equals("t5");
      Model model =
          answers
              ? TaskModel.load(torch, checkpoint, Task.SEQ_2_SEQ_LM, frozen)
              : CausalModel.load(torch, checkpoint, frozen);
      List<String> targets = TARGETS.getOrDefault(type, List.of("q_proj", "v_proj"));
      Lora.attach(model, new LoraConfig(8, 32, 0, TargetModules.of(targets)), 1);
      Map<String, Object> out = new LinkedHashMap<>();
      out.put("shape", type);
      out.put("trainable", model.trainableSize());
      out.put("loaded_mb", Memory.resident() >> 20);
      train(model, answers, out);
      System.out.println(JSON.writeValueAsString(out));
    }
  }

  private void train(Model model, boolean answers, Map<String, Object> out) throws IOException {
    List<JsonNode> rows = new ArrayList<>();
    for (String line : Files.readAllLines(Path.of(options.get("rows")))) {
      rows.add(JSON.readTree(line));
    }
    int steps = number("steps", 8);
    int batch = number("batch", 8);
    double[] losses = new double[steps];
    double[] seconds = new double[steps];
    long[] tokens = new long[steps];
    TrainOptions settings = new TrainOptions(steps, 5e-4, SchedulerType.CONSTANT, 0, 0, 1, 1);
    try (Trainer trainer = new Trainer(model, settings, Collective.ALONE)) {
      for (int i = 0; i < steps; i++) {
        List<JsonNode> chunk = rows.subList(i * batch, (i + 1) * batch);
        boolean profiled = i == steps - 1 && options.containsKey("profile");
        if (profiled) {
          JniUtils.startProfile(false, true, false);
        }
        StepReport report =
            trainer.step(List.of(chunk.stream().map(row -> row(row, answers)).toList()));
        if (profiled) {
          JniUtils.stopProfile(options.get("profile"));
        }
        losses[i] = report.loss();
        seconds[i] = report.seconds();
        for (JsonNode row : chunk) {
          tokens[i] += row.get("ids").size() + (answers ? row.get("labels").size() : 0);
        }
      }
    }
    int skip = Math.min(2, steps - 1);
    out.put(
        "tokens_per_s",
        Arrays.stream(tokens, skip, steps).sum() / Arrays.stream(seconds, skip, steps).sum());
    out.put("seconds", seconds);
    out.put("loss", losses);
    out.put("peak_rss_mb", Memory.peak() >> 20);
  }

  /** What an encoder reads stands before its answer, without labels. */
  private static Row row(JsonNode row, boolean answers) {
    int[] ids = numbers(row.get("ids"));
    int[] labels = numbers(row.get("labels"));
    if (!answers) {
      return Row.of(ids, labels);
    }
    int[] both = Arrays.copyOf(ids, ids.length + labels.length);
    int[] learnt = new int[both.length];
    Arrays.fill(learnt, 0, ids.length, Row.IGNORED);
    System.arraycopy(labels, 0, both, ids.length, labels.length);
    System.arraycopy(labels, 0, learnt, ids.length, labels.length);
    return Row.of(both, learnt);
  }

  private static int[] numbers(JsonNode list) {
    int[] numbers = new int[list.size()];
    for (int i = 0; i < numbers.length; i++) {
      numbers[i] = list.get(i).asInt();
    }
    return numbers;
  }
}
