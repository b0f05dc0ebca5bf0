package org.sluice.jobs.export;

import java.io.Serializable;
import org.sluice.base.Check;
import org.sluice.base.Setting;
import org.sluice.engine.export.MergeOnto;
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
        MergeOnto mergeOnto)
    implements Serializable {

  public ExportOptions {
    Check.that(model != null, "model.path must be given");
  }
}
