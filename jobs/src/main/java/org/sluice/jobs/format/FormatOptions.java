package org.sluice.jobs.format;

import java.util.List;
import java.util.Optional;
import org.sluice.base.Check;
import org.sluice.base.Setting;

/** Settings of {@link Format}. */
public record FormatOptions(
    @Setting(
            help =
                "alpaca: the two Alpaca prompts; inline: the setting prompt; chat: the template"
                    + " of the model",
            def = "alpaca")
        TemplateKind template,
    @Setting(help = "Prompt of the template inline; {column} stands for a column's value")
        Optional<String> prompt,
    @Setting(help = "One instruction for all rows; left out: the column instruction")
        Optional<String> instruction,
    @Setting(help = "Column with the input; the template alpaca reads input when left out")
        Optional<String> inputColumn,
    @Setting(help = "Column with the answer", def = "output") String outputColumn,
    @Setting(help = "Column with the system message, template chat") Optional<String> systemColumn,
    @Setting(help = "Column with whole conversations (JSON list of role and content)")
        Optional<String> messagesColumn,
    @Setting(help = "Jinja file for the template chat; left out: the model's own")
        Optional<String> chatTemplate,
    @Setting(help = "Folder or GGUF file of the model, for its own chat template")
        Optional<String> modelPath,
    @Setting(help = "The answers that are allowed; a row with another is dropped", def = "[]")
        List<String> labels,
    @Setting(help = "Share of rows for the test split, by hash of the id", def = "0.0")
        double testShare,
    @Setting(help = "Salt of that hash", def = "0") long seed) {

  public FormatOptions {
    Check.that(testShare >= 0 && testShare < 1, "test_share must be in [0, 1), got %s", testShare);
    Check.that(
        template != TemplateKind.INLINE || prompt.isPresent(),
        "prompt must be given with template inline");
  }

  /** Where prompts come from. */
  public enum TemplateKind {
    ALPACA,
    INLINE,
    CHAT
  }
}
