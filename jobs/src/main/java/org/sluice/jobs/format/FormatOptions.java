package org.sluice.jobs.format;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.sluice.base.Check;
import org.sluice.base.Setting;

/** Settings of {@link Format}. */
public record FormatOptions(
    @Setting(
            help =
                "alpaca: the two Alpaca prompts; inline: the setting prompt; chat: the chat"
                    + " template",
            def = "alpaca")
        TemplateKind template,
    @Setting(
            help = "Prompt in Jinja that sees the columns; with chat, the user's message",
            example = "\"Sentiment of: {{ sentence }}\"")
        Optional<String> prompt,
    @Setting(help = "One instruction for all rows; left out: the column instruction")
        Optional<String> instruction,
    @Setting(help = "Column with the input; left out: the column input, where there is one")
        Optional<String> inputColumn,
    @Setting(help = "Column with the answer", def = "output") String outputColumn,
    @Setting(help = "Column with the system message, for chat") Optional<String> systemColumn,
    @Setting(help = "Column with whole conversations (JSON list of role and content), for chat")
        Optional<String> messagesColumn,
    @Setting(help = "Jinja file with the chat template; left out: the model's own")
        Optional<String> chatTemplate,
    @Setting(
            help = "The date that chat templates may write; left out: today",
            example = "2026-07-01")
        Optional<String> date,
    @Setting(help = "The model whose chat template and special tokens are used")
        Optional<String> modelPath,
    @Setting(
            help =
                "Texts that take the place of {{NAME}} in the columns' own texts, as the rows of"
                    + " self-cognition sets want it",
            example = "{name: Sluice, author: the team}")
        Map<String, String> placeholders,
    @Setting(help = "The answers that there are; a row with another is dropped", def = "[]")
        List<String> labels,
    @Setting(
            help =
                "Share of rows for the test split, by hash of the id, unless ingest had test files",
            def = "0.0")
        double testShare,
    @Setting(help = "Salt of that hash", def = "0") long seed) {

  public FormatOptions {
    Check.that(testShare >= 0 && testShare < 1, "test_share must be in [0, 1), got %s", testShare);
    Check.that(
        template != TemplateKind.INLINE || prompt.isPresent(),
        "prompt must be given with template inline");
    Check.that(
        template == TemplateKind.CHAT || messagesColumn.isEmpty(),
        "messages_column must go with template chat");
    Check.that(
        template != TemplateKind.CHAT || chatTemplate.isPresent() || modelPath.isPresent(),
        "chat_template must be given, or a model that has one");
    Check.that(
        date.isEmpty() || date.get().matches("\\d{4}-\\d{2}-\\d{2}"),
        "date must be written as 2026-07-01, got %s",
        date.orElse(""));
  }

  /** Where prompts come from. */
  public enum TemplateKind {
    ALPACA,
    INLINE,
    CHAT
  }
}
