package org.sluice.pipelines.cli;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Callable;
import org.sluice.base.Progress;
import org.sluice.base.UserError;
import org.sluice.engine.export.AdapterFolder;
import org.sluice.engine.file.Checkpoint;
import org.sluice.engine.generate.SamplingOptions;
import org.sluice.engine.generate.TextGenerator;
import org.sluice.engine.model.Model;
import org.sluice.engine.tensor.Torch;
import org.sluice.engine.tokenizer.Tokenizer;
import org.sluice.jobs.Devices;
import org.sluice.jobs.ModelOptions;
import org.sluice.jobs.ModelOptions.Accelerator;
import org.sluice.jobs.ModelOptions.Precision;
import org.sluice.jobs.ModelOptions.QuantizationType;
import org.sluice.jobs.train.Models;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** Talks to a model on a terminal. */
@Command(
    name = "chat",
    mixinStandardHelpOptions = true,
    description = {
      "Talk to a model: a line in, an answer out, until an empty line or the end of the input.",
      "The model's own chat template frames the messages, where it has one."
    },
    footer = {
      "",
      "Examples:",
      "  sluice chat --model SmolLM2-135M-Instruct.gguf",
      "  sluice chat --model out/quickstart/base-model --adapter out/quickstart/adapter",
      "  sluice chat --model m.gguf --temperature 0.7 --top-p 0.9 --system 'Answer in one word.'",
      "  sluice chat --model m.gguf --prompt 'Why is the sky blue?' --raw"
    })
final class ChatCommand implements Callable<Integer> {
  @Option(
      names = "--model",
      required = true,
      paramLabel = "PATH",
      description = "A Hugging Face folder, a .gguf file, or hf://owner/name on a hub.")
  private String model;

  @Option(names = "--adapter", paramLabel = "DIR", description = "An adapter in PEFT's format.")
  private Optional<Path> adapter = Optional.empty();

  @Option(names = "--prompt", paramLabel = "TEXT", description = "Answer this and end.")
  private Optional<String> prompt = Optional.empty();

  @Option(names = "--system", paramLabel = "TEXT", description = "The system message.")
  private Optional<String> system = Optional.empty();

  @Option(names = "--raw", description = "Go on from the text as it is, without a chat template.")
  private boolean raw;

  @Option(names = "--nf4", description = "Keep the weights in 4 bits.")
  private boolean nf4;

  @Option(
      names = "--dtype",
      paramLabel = "bf16|fp32",
      description = "Type of the arithmetic. Default: fp32.")
  private Arithmetic dtype = Arithmetic.FP32;

  @Option(
      names = "--device",
      paramLabel = "auto|cpu|cuda",
      description = "Where the arithmetic runs. Default: auto, a GPU where there is one.")
  private Accelerator device = Accelerator.AUTO;

  @Option(
      names = "--max-new-tokens",
      paramLabel = "N",
      description = "Length of an answer. Default: 256.")
  private int maxNewTokens = 256;

  @Option(
      names = "--temperature",
      paramLabel = "X",
      description = "0: the likeliest token, the default; above: draw among them.")
  private double temperature;

  @Option(
      names = "--top-p",
      paramLabel = "X",
      description = "Draw among the likeliest with this share. Default: 1.")
  private double topP = 1;

  @Option(
      names = "--stop",
      paramLabel = "TEXT",
      description = "End an answer here; may come again.")
  private List<String> stop = List.of();

  @Option(
      names = "--prompt-lookup-num-tokens",
      paramLabel = "N",
      description =
          "Longest draft from the text so far, checked by the model; 0: none. Default: 10.")
  private int promptLookupNumTokens = SamplingOptions.DRAFT;

  @Option(names = "--seed", paramLabel = "N", description = "Seed of the drawing. Default: 42.")
  private long seed = 42;

  /** For a talk nothing is measured first, so there is no auto. */
  private enum Arithmetic {
    BF16(Precision.BF16),
    FP32(Precision.FP32);

    private final Precision precision;

    Arithmetic(Precision precision) {
      this.precision = precision;
    }
  }

  @Override
  public Integer call() throws IOException {
    Logs.to(Path.of(System.getProperty("java.io.tmpdir"), "sluice-chat.log"));
    SamplingOptions sampling = sampling();
    ModelOptions.Quantization quantization =
        new ModelOptions.Quantization(nf4 ? QuantizationType.NF4 : QuantizationType.NONE, true);
    ModelOptions options = new ModelOptions(model, quantization, dtype.precision, device);
    Path local = options.local(Progress.of(System.err, Terminal.isThere()));
    try (Checkpoint checkpoint = Checkpoint.open(local);
        Torch torch = Torch.on(Devices.of(device), Runtime.getRuntime().availableProcessors());
        Tokenizer tokenizer = Tokenizer.of(checkpoint.tokenizerJson(), local)) {
      tokenizer.checkFits(checkpoint.config().vocabSize(), local);
      Model loaded = Models.load(torch, checkpoint, options);
      if (adapter.isPresent()) {
        try (AdapterFolder folder = AdapterFolder.open(adapter.get())) {
          folder.requireBase(checkpoint);
          folder.attachTo(loaded);
        }
      }
      Set<Integer> ends = new HashSet<>(checkpoint.config().eosTokenIds());
      TextGenerator generator = TextGenerator.of(loaded, tokenizer, ends);
      talk(new Dialogue(checkpoint, tokenizer, system, raw), generator, sampling);
    }
    return Main.DONE;
  }

  private SamplingOptions sampling() {
    try {
      return new SamplingOptions(
          maxNewTokens, temperature, topP, stop, seed, promptLookupNumTokens);
    } catch (IllegalArgumentException e) {
      throw UserError.of(e.getMessage(), "see sluice chat --help");
    }
  }

  private void talk(Dialogue dialogue, TextGenerator generator, SamplingOptions sampling)
      throws IOException {
    if (prompt.isPresent()) {
      answer(dialogue, prompt.get(), generator, sampling);
      return;
    }
    BufferedReader in =
        new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8));
    while (true) {
      if (Terminal.isThere()) {
        System.err.print("> ");
        System.err.flush();
      }
      String line = in.readLine();
      if (line == null || line.isBlank()) {
        return;
      }
      answer(dialogue, line, generator, sampling);
    }
  }

  private static void answer(
      Dialogue dialogue, String text, TextGenerator generator, SamplingOptions sampling) {
    PrintStream out = new PrintStream(System.out, true, StandardCharsets.UTF_8);
    String answer =
        generator.stream(
                dialogue.ask(text),
                sampling,
                piece -> {
                  out.print(piece);
                  out.flush();
                })
            .text();
    out.println();
    dialogue.answered(answer);
  }
}
