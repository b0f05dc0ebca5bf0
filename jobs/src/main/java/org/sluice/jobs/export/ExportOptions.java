package org.sluice.jobs.export;

import java.io.Serializable;
import org.sluice.base.Check;
import org.sluice.base.Setting;
import org.sluice.engine.export.MergeOnto;
import org.sluice.engine.export.ModelForm;
import org.sluice.engine.file.TensorType;
import org.sluice.jobs.ModelOptions;

/** Settings of {@link ExportStep}. */
public record ExportOptions(
    @Setting(help = "The model that was tuned") ModelOptions model,
    @Setting(help = "Write the adapter in PEFT's format", def = "true") boolean adapter,
    @Setting(help = "Write the whole model with the adapter added", def = "false") boolean merged,
    @Setting(
            help =
                "Onto which weights: original, as the model's files have them. Must be said when the"
                    + " adapter was trained beside weights of 4 bits, which these are not",
            def = "undecided")
        MergeOnto mergeOnto,
    @Setting(
            help = "Of the whole model: a Hugging Face folder, or one GGUF file",
            def = "safetensors")
        Format format,
    @Setting(
            help =
                "How the whole model's matrices are kept. safetensors: none, nf4, nf4-double, fp4,"
                    + " fp4-double, int8 (bitsandbytes); gguf: none, f16, q4_0, q4_1, q5_0, q5_1,"
                    + " q8_0, q2_k, q3_k, q4_k, q5_k, q6_k",
            def = "none",
            example = "q8_0")
        String quantization)
    implements Serializable {

  public ExportOptions {
    Check.that(model != null, "model.path must be given");
    form(format, quantization, TensorType.F32); // refuses an unknown one
  }

  /** Of a whole model on the disk. */
  public enum Format {
    SAFETENSORS,
    GGUF
  }

  /**
   * In which form the whole model is written.
   *
   * @param stored the type of what is not quantised
   */
  ModelForm form(TensorType stored) {
    return form(format, quantization, stored);
  }

  private static ModelForm form(Format format, String quantization, TensorType stored) {
    return format == Format.GGUF
        ? ModelForm.gguf(quantization, stored)
        : ModelForm.folder(quantization, stored);
  }

  /** Whether a model is written otherwise than it was trained. */
  boolean converts() {
    return format == Format.GGUF || !quantization.equals(ModelForm.PLAIN);
  }
}
