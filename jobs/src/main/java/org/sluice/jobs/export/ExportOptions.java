package org.sluice.jobs.export;

import java.io.Serializable;
import org.sluice.base.Check;
import org.sluice.base.Setting;
import org.sluice.jobs.ModelOptions;

/** Settings of {@link ExportStep}. */
public record ExportOptions(
    @Setting(help = "The model that was tuned") ModelOptions model,
    @Setting(help = "Write the adapter in PEFT's format", def = "true") boolean adapter,
    @Setting(help = "Write the whole model with the adapter added", def = "false") boolean merged,
    @Setting(
            help =
                "Weights that the adapter is added to: original, as the model's files have them;"
                    + " dequantized, as training saw them in 4 bits. Must be chosen when the two"
                    + " differ",
            def = "unchosen")
        MergeInto mergeInto)
    implements Serializable {

  public ExportOptions {
    Check.that(model != null, "model.path must be given");
  }

  /** Which weights the adapter is added to. */
  public enum MergeInto {
    UNCHOSEN,
    ORIGINAL,
    DEQUANTIZED
  }
}
