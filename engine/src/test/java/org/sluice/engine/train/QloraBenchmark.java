package org.sluice.engine.train;

import ai.djl.Device;
import ai.djl.pytorch.jni.JniUtils;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.sun.management.OperatingSystemMXBean;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.sluice.engine.adapter.Lora;
import org.sluice.engine.adapter.LoraConfig;
import org.sluice.engine.adapter.TargetModules;
import org.sluice.engine.evaluate.Evaluator;
import org.sluice.engine.evaluate.Question;
import org.sluice.engine.file.Checkpoint;
import org.sluice.engine.file.SafetensorsFile;
import org.sluice.engine.model.CausalModel;
import org.sluice.engine.model.LoadOptions;
import org.sluice.engine.tensor.DType;
import org.sluice.engine.tensor.Memory;
import org.sluice.engine.tensor.Quantization;
import org.sluice.engine.tensor.Torch;

/**
 * Trains LoRA on tokenised rows and prints one JSON line of figures, with the fields of the Python
 * peer that wrote the rows. Not a test: a main for benchmarks.
 *
 * <p>{@code --model MODEL --rows rows.jsonl [--init init.safetensors] [--eval eval.jsonl] [--steps
 * 100] [--run-steps 12] [--dtype bf16] [--quantization nf4_double] [--threads 2] [--device
 * cpu|gpu0] [--profile FILE]}
 */
public final class QloraBenchmark {
  private static final ObjectMapper JSON = new ObjectMapper();

  private final Map<String, String> options = new HashMap<>();

  private QloraBenchmark(String[] args) {
    for (int i = 0; i < args.length; i += 2) {
      options.put(args[i].substring(2), args[i + 1]);
    }
  }

  public static void main(String[] args) throws Exception {
    new QloraBenchmark(args).run();
  }

  private String option(String name, String otherwise) {
    return options.getOrDefault(name, otherwise);
  }

  private int number(String name, int otherwise) {
    return Integer.parseInt(option(name, Integer.toString(otherwise)));
  }

  private void run() throws Exception {
    Quantization quantization =
        Quantization.valueOf(option("quantization", "nf4_double").toUpperCase(Locale.ROOT));
    long begin = System.nanoTime();
    try (Torch torch = Torch.on(Device.fromName(option("device", "cpu")), number("threads", 2))) {
      String wanted = option("dtype", "auto").toUpperCase(Locale.ROOT);
      DType type = wanted.equals("AUTO") ? DType.fastest(torch) : DType.valueOf(wanted);
      CausalModel model;
      try (Checkpoint checkpoint = Checkpoint.open(Path.of(options.get("model")))) {
        model = CausalModel.load(torch, checkpoint, LoadOptions.frozen(quantization, type));
      }
      attach(model);
      System.err.println(model.describeParameters());
      Map<String, Object> out = new LinkedHashMap<>();
      out.put("load_s", (System.nanoTime() - begin) / 1e9);
      System.gc();
      Memory.trim();
      out.put("rss_loaded_mb", Memory.resident() >> 20);
      out.put("peak_loaded_mb", Memory.peak() >> 20);
      out.put("accuracy_before", accuracy(model));
      train(model, out);
      out.put("accuracy_after", accuracy(model));
      System.out.println(JSON.writeValueAsString(out));
    }
  }

  private void attach(CausalModel model) {
    String targets = option("targets", "q_proj,k_proj,v_proj,o_proj");
    LoraConfig config = new LoraConfig(8, 32, 0, TargetModules.of(List.of(targets.split(","))));
    if (!options.containsKey("init")) {
      Lora.attach(model, config, 1);
      return;
    }
    try (SafetensorsFile init = SafetensorsFile.open(Path.of(options.get("init")))) {
      Lora.attach(model, config, init::floats);
    }
  }

  private void train(CausalModel model, Map<String, Object> out) throws Exception {
    List<Row> rows = new ArrayList<>();
    for (String line : Files.readAllLines(Path.of(options.get("rows")))) {
      JsonNode row = JSON.readTree(line);
      rows.add(Row.of(numbers(row.get("ids")), numbers(row.get("labels"))));
    }
    int batch = number("batch", 8);
    int steps = Math.min(number("steps", 100), rows.size() / batch);
    int run = number("run-steps", steps);
    double rate = Double.parseDouble(option("lr", "5e-4"));
    double[] losses = new double[run];
    double[] seconds = new double[run];
    double[] cpu = new double[run];
    long counted = 0;
    int skip = Math.min(2, run - 1);
    TrainOptions settings = new TrainOptions(steps, rate, SchedulerType.LINEAR, 0, 0, 1, 1);
    try (Trainer trainer = new Trainer(model, settings, Collective.ALONE)) {
      for (int i = 0; i < run; i++) {
        boolean profiled = i == run - 1 && options.containsKey("profile");
        if (profiled) {
          JniUtils.startProfile(false, true, false);
        }
        double cpuBegin = cpuSeconds();
        StepReport report = trainer.step(List.of(rows.subList(i * batch, (i + 1) * batch)));
        cpu[i] = cpuSeconds() - cpuBegin;
        if (profiled) {
          JniUtils.stopProfile(options.get("profile"));
        }
        losses[i] = report.loss();
        seconds[i] = report.seconds();
        counted += i < skip ? 0 : report.tokens();
        if (i % 10 == 0 || options.containsKey("verbose")) {
          System.err.printf(
              "step %d loss %.5f norm %.4f %.3fs cpu %.3fs tokens %d rss %d%n",
              i,
              report.loss(),
              report.gradNorm(),
              report.seconds(),
              cpu[i],
              report.tokens(),
              Memory.resident() >> 20);
        }
      }
    }
    out.put("dtype", model.type().toString());
    out.put("tokens_per_s", counted / Arrays.stream(seconds, skip, run).sum());
    out.put("tokens_per_cpu_s", counted / Arrays.stream(cpu, skip, run).sum());
    out.put("peak_rss_mb", Memory.peak() >> 20);
    out.put("rss_mb", Memory.resident() >> 20);
    out.put("loss", losses);
  }

  /** Share of questions whose right choice has the highest likelihood. */
  private Double accuracy(CausalModel model) throws Exception {
    if (!options.containsKey("eval")) {
      return null;
    }
    List<String> lines = Files.readAllLines(Path.of(options.get("eval")));
    int right = 0;
    for (int i = 0; i < lines.size(); i += 16) {
      List<JsonNode> part = new ArrayList<>();
      for (String line : lines.subList(i, Math.min(lines.size(), i + 16))) {
        part.add(JSON.readTree(line));
      }
      right += right(model, part);
    }
    return right / (double) lines.size();
  }

  private static int right(CausalModel model, List<JsonNode> asked) {
    List<Question> questions = new ArrayList<>();
    for (JsonNode one : asked) {
      List<int[]> choices = new ArrayList<>();
      one.get("choices").forEach(choice -> choices.add(numbers(choice)));
      questions.add(new Question(numbers(one.get("prompt")), choices));
    }
    double[][] scores = new Evaluator(model, 4096).scores(questions);
    int right = 0;
    for (int q = 0; q < scores.length; q++) {
      right += Evaluator.best(scores[q]) == asked.get(q).get("gold").asInt() ? 1 : 0;
    }
    return right;
  }

  private static int[] numbers(JsonNode list) {
    int[] numbers = new int[list.size()];
    for (int i = 0; i < numbers.length; i++) {
      numbers[i] = list.get(i).asInt();
    }
    return numbers;
  }

  private static double cpuSeconds() {
    return ((OperatingSystemMXBean) ManagementFactory.getOperatingSystemMXBean())
            .getProcessCpuTime()
        / 1e9;
  }
}
