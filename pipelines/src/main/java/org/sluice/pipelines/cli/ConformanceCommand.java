package org.sluice.pipelines.cli;

import ai.djl.Device;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.OptionalDouble;
import java.util.concurrent.Callable;
import org.sluice.engine.conformance.Conformance;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Compares the engine's arithmetic with golden numbers. */
@Command(
    name = "conformance",
    mixinStandardHelpOptions = true,
    description = "Compare what the engine computes with golden numbers of transformers and PEFT.",
    footer = {
      "",
      "Examples:",
      "  sluice conformance golden",
      "  sluice conformance golden/models/llama --tolerance 1e-4",
      "",
      "A line a case: model, method, and the largest relative error (largest difference over the",
      "tensor's largest magnitude) of logits, loss, gradients, losses of the steps, trained",
      "weights, merged logits, greedy tokens and logits after training. Exit code 1 when a case",
      "fails or cannot be run."
    })
final class ConformanceCommand implements Callable<Integer> {
  @Parameters(
      paramLabel = "DIR",
      description = "A folder with models/ and quantized/ in it, or one below it.")
  private Path folder;

  @Option(
      names = "--tolerance",
      paramLabel = "X",
      description =
          "The largest error allowed anywhere. Default: 1e-5, and 1e-4 after training; ten times"
              + " the noise that the set notes where that is more.")
  private Double tolerance;

  @Option(
      names = "--device",
      paramLabel = "NAME",
      description = "Where to compute: cpu, or cuda:0 and the like. Default: cpu.")
  private String device = "cpu";

  @Spec private CommandSpec spec;

  @Override
  public Integer call() {
    PrintWriter out = spec.commandLine().getOut();
    OptionalDouble limit =
        tolerance == null ? OptionalDouble.empty() : OptionalDouble.of(tolerance);
    Conformance.Summary summary =
        Conformance.run(
            folder,
            limit,
            Device.fromName(device.replace("cuda:", "gpu")),
            line -> {
              out.println(line);
              out.flush();
            });
    return summary.failed() == 0 ? Main.DONE : Main.BUG;
  }
}
