package org.sluice.engine.generate;

import ai.djl.Device;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.sun.management.OperatingSystemMXBean;
import java.lang.management.ManagementFactory;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import org.sluice.engine.file.Checkpoint;
import org.sluice.engine.model.CausalModel;
import org.sluice.engine.model.LoadOptions;
import org.sluice.engine.tensor.DType;
import org.sluice.engine.tensor.Quantization;
import org.sluice.engine.tensor.Torch;
import org.sluice.engine.tokenizer.Tokenizer;

/**
 * Lets a model go on from prompts, without an end, and prints one JSON line of figures, with the
 * fields of the Python peer. Not a test: a main for benchmarks.
 *
 * <p>{@code --model MODEL [--rows 1,8,32] [--new-tokens 64] [--dtype fp32] [--threads 2] [--device
 * cpu|gpu0] [--drafts 0,10] [--temperature 0]}
 */
public final class GenerationBenchmark {
  private static final int REPEAT = 2;

  private final Map<String, String> options = new HashMap<>();
  private final CausalModel model;
  private final Tokenizer tokenizer;
  private long steps;

  private GenerationBenchmark(Map<String, String> options, CausalModel model, Tokenizer tokenizer) {
    this.options.putAll(options);
    this.model = model;
    this.tokenizer = tokenizer;
  }

  public static void main(String[] args) throws Exception {
    Map<String, String> options = new HashMap<>();
    for (int i = 0; i < args.length; i += 2) {
      options.put(args[i].substring(2), args[i + 1]);
    }
    Path path = Path.of(options.get("model"));
    Device device = Device.fromName(options.getOrDefault("device", "cpu"));
    DType type = DType.valueOf(options.getOrDefault("dtype", "fp32").toUpperCase(Locale.ROOT));
    int threads = Integer.parseInt(options.getOrDefault("threads", "2"));
    try (Torch torch = Torch.on(device, threads);
        Checkpoint checkpoint = Checkpoint.open(path);
        Tokenizer tokenizer = Tokenizer.of(checkpoint.tokenizerJson(), path)) {
      CausalModel model =
          CausalModel.load(torch, checkpoint, LoadOptions.frozen(Quantization.NONE, type));
      new GenerationBenchmark(options, model, tokenizer).run();
    }
  }

  private void run() throws Exception {
    int fresh = Integer.parseInt(options.getOrDefault("new-tokens", "64"));
    Map<String, Object> out = new LinkedHashMap<>();
    for (String rows : options.getOrDefault("rows", "1,8,32").split(",")) {
      List<int[]> prompts = prompts(Integer.parseInt(rows));
      generate(prompts, 2, 0);
      double[] prefill = best(prompts, 1, 0);
      for (String draft : options.getOrDefault("drafts", "0").split(",")) {
        double[] whole = best(prompts, fresh, Integer.parseInt(draft));
        double tokens = (double) prompts.size() * (fresh - 1);
        Map<String, Object> figures = new LinkedHashMap<>();
        figures.put("prefill_s", prefill[0]);
        figures.put("decode_tokens_per_s", tokens / (whole[0] - prefill[0]));
        figures.put("decode_tokens_per_cpu_s", tokens / (whole[1] - prefill[1]));
        figures.put("tokens_per_s", (double) prompts.size() * fresh / whole[0]);
        figures.put("steps", steps);
        out.put(rows + " rows, drafts of " + draft, figures);
      }
    }
    out.put("dtype", model.type().toString());
    System.out.println(new ObjectMapper().writeValueAsString(out));
  }

  private List<int[]> prompts(int rows) {
    List<int[]> prompts = new ArrayList<>();
    for (int i = 0; i < rows; i++) {
      String text =
          "<|im_start|>user\nName %d uses of a paper clip.<|im_end|>\n<|im_start|>assistant\n"
              .formatted(3 + i);
      prompts.add(tokenizer.ids(text, false));
    }
    return prompts;
  }

  /** Least seconds, and processor seconds of that run. */
  private double[] best(List<int[]> prompts, int fresh, int draft) {
    double[] best = {Double.POSITIVE_INFINITY, 0};
    for (int i = 0; i < REPEAT; i++) {
      double cpu = cpuSeconds();
      long begin = System.nanoTime();
      generate(prompts, fresh, draft);
      double seconds = (System.nanoTime() - begin) / 1e9;
      if (seconds < best[0]) {
        best = new double[] {seconds, cpuSeconds() - cpu};
      }
    }
    return best;
  }

  private void generate(List<int[]> prompts, int fresh, int draft) {
    double temperature = Double.parseDouble(options.getOrDefault("temperature", "0"));
    Generator generator = new Generator(model, tokenizer, Set.of());
    generator.generate(prompts, new SamplingOptions(fresh, temperature, 1, List.of(), 1, draft));
    steps = generator.steps();
  }

  private static double cpuSeconds() {
    return ((OperatingSystemMXBean) ManagementFactory.getOperatingSystemMXBean())
            .getProcessCpuTime()
        / 1e9;
  }
}
