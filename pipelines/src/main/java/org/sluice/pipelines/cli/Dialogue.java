package org.sluice.pipelines.cli;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.sluice.engine.file.Checkpoint;
import org.sluice.engine.tokenizer.Tokenizer;
import org.sluice.text.prompt.ChatOptions;
import org.sluice.text.prompt.ChatTemplate;
import org.sluice.text.prompt.Conversation;

/** What was said so far, and how it looks to the model. */
final class Dialogue {
  private final Optional<ChatTemplate> template;
  private final ChatOptions options;
  private final Tokenizer tokenizer;
  private final List<Map<String, Object>> messages = new ArrayList<>();

  /**
   * A new dialogue.
   *
   * @param raw leave the chat template out, and forget what was said before
   */
  Dialogue(Checkpoint checkpoint, Tokenizer tokenizer, Optional<String> system, boolean raw) {
    this.template = raw ? Optional.empty() : checkpoint.chatTemplate().map(ChatTemplate::compile);
    this.options =
        ChatOptions.DEFAULT
            .withGenerationPrompt(true)
            .withSpecialTokens(checkpoint.specialTokens());
    this.tokenizer = tokenizer;
    system.ifPresent(text -> messages.add(message("system", text)));
  }

  /** The tokens that the model goes on from when the user says this. */
  int[] ask(String text) {
    if (template.isEmpty()) {
      return tokenizer.ids(text, true);
    }
    messages.add(message("user", text));
    return tokenizer.ids(template.get().render(Conversation.of(messages), options).text(), false);
  }

  /** The model has said this. */
  void answered(String text) {
    messages.add(message("assistant", text));
  }

  private static Map<String, Object> message(String role, String content) {
    return Map.of("role", role, "content", content);
  }
}
