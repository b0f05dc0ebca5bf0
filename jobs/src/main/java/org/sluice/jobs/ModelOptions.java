package org.sluice.jobs;

import java.io.Serializable;
import java.nio.file.Path;
import org.sluice.base.Check;
import org.sluice.base.Progress;
import org.sluice.base.Setting;
import org.sluice.engine.hub.Hub;

/** The model that tokenize, train, evaluate and export share. */
public record ModelOptions(
    @Setting(
            help =
                "Folder with config.json and safetensors, a .gguf file, or one of these on a hub:"
                    + " hf://owner/name[/file.gguf][@revision]",
            def = Setting.REQUIRED,
            example = "models/SmolLM2.gguf")
        String path,
    @Setting(help = "How the frozen weights are kept in memory") Quantization quantization,
    @Setting(
            help =
                "Type of the arithmetic; auto: the faster one on the executors, measured once a run",
            def = "auto")
        Precision dtype,
    @Setting(
            help = "Where the arithmetic runs; auto: on a GPU where the executor has one",
            def = "auto")
        Accelerator device)
    implements Serializable {

  public ModelOptions {
    Check.that(path != null && !path.isBlank(), "model.path must be given");
    quantization = quantization == null ? Quantization.NONE : quantization;
    device = device == null ? Accelerator.AUTO : device;
  }

  /** Where the weights are on this machine; those on a hub are brought first. */
  public Path local() {
    return local(Progress.SILENT);
  }

  /** As {@link #local()}, telling how far a download is. */
  public Path local(Progress progress) {
    return Hub.local(path, progress);
  }

  /** The same model in another arithmetic. */
  public ModelOptions in(Precision other) {
    return new ModelOptions(path, quantization, other, device);
  }

  /** The same settings for weights in another place. */
  public ModelOptions at(String other) {
    return new ModelOptions(other, quantization, dtype, device);
  }

  /** Where the arithmetic runs. */
  public enum Accelerator {
    AUTO,
    CPU,
    CUDA
  }

  /** Type of the arithmetic. */
  public enum Precision {
    AUTO,
    BF16,
    FP32
  }

  /** How weights are kept. */
  public enum QuantizationType {
    NONE,
    NF4
  }

  /** Four-bit weights (Dettmers et al. 2023), or none. */
  public record Quantization(
      @Setting(help = "nf4: four bits a weight", def = "none") QuantizationType type,
      @Setting(help = "Quantise the scales of the blocks too", def = "true") boolean doubleQuant)
      implements Serializable {
    static final Quantization NONE = new Quantization(QuantizationType.NONE, true);
  }
}
