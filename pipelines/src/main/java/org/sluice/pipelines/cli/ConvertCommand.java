package org.sluice.pipelines.cli;

import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.sluice.base.Progress;
import org.sluice.base.UserError;
import org.sluice.engine.export.AdapterFolder;
import org.sluice.engine.export.MergeOnto;
import org.sluice.engine.export.ModelFolder;
import org.sluice.engine.export.ModelForm;
import org.sluice.engine.export.ModelParts;
import org.sluice.engine.file.Checkpoint;
import org.sluice.engine.file.TensorType;
import org.sluice.engine.hub.Hub;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Writes a model in another form. */
@Command(
    name = "convert",
    mixinStandardHelpOptions = true,
    description = "Write a model in another form: a GGUF file, or a folder, plain or quantised.",
    footer = {
      "",
      "Examples:",
      "  sluice convert models/qwen qwen.gguf --quantization q8_0",
      "  sluice convert hf://HuggingFaceTB/SmolLM2-135M smol-nf4 --quantization nf4-double --dtype bf16",
      "  sluice convert models/qwen merged.gguf --adapter out/adapter --quantization q4_k",
      "",
      "Of a folder: none, nf4, nf4-double, fp4, fp4-double, int8 (bitsandbytes: transformers loads",
      "them). Of a GGUF file: none, f32, f16, bf16, q4_0, q4_1, q5_0, q5_1, q8_0, q2_k to q6_k",
      "(llama.cpp loads them). A model that is quantised already is unpacked first."
    })
final class ConvertCommand implements Callable<Integer> {
  @Parameters(
      index = "0",
      paramLabel = "MODEL",
      description = "A folder, a .gguf file, or hf://owner/name[@revision].")
  private String model;

  @Parameters(
      index = "1",
      paramLabel = "TARGET",
      description = "A file that ends in .gguf, or else a folder.")
  private Path target;

  @Option(
      names = "--quantization",
      paramLabel = "NAME",
      description = "How the matrices are kept. Default: none.")
  private String quantization = ModelForm.PLAIN;

  @Option(
      names = "--dtype",
      paramLabel = "TYPE",
      description = "Of what is not quantised: f32, f16 or bf16. Default: f32.")
  private TensorType dtype = TensorType.F32;

  @Option(
      names = "--adapter",
      paramLabel = "DIR",
      description = "An adapter in PEFT's format, merged into the model's own weights.")
  private Optional<Path> adapter = Optional.empty();

  @Spec private CommandSpec spec;

  @Override
  public Integer call() {
    if (dtype != TensorType.F32 && dtype != TensorType.F16 && dtype != TensorType.BF16) {
      throw UserError.of("Weights are not stored as " + dtype, "take --dtype f32, f16 or bf16");
    }
    ModelForm form =
        target.toString().endsWith(".gguf")
            ? ModelForm.gguf(quantization, dtype)
            : ModelForm.folder(quantization, dtype);
    try (Checkpoint base = Checkpoint.open(Hub.local(model, Progress.SILENT))) {
      if (adapter.isPresent()) {
        try (AdapterFolder folder = AdapterFolder.open(adapter.get())) {
          ModelFolder.merge(target, base, folder, form, MergeOnto.ORIGINAL);
        }
      } else {
        form.write(target, ModelParts.of(base, Map.of("base", model)));
      }
    }
    PrintWriter out = spec.commandLine().getOut();
    out.println("Wrote " + target);
    return Main.DONE;
  }
}
