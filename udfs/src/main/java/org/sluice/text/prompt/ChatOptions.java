package org.sluice.text.prompt;

import java.time.LocalDateTime;
import java.util.Map;

/**
 * How a conversation is rendered; the names are those of transformers' apply_chat_template.
 *
 * @param addGenerationPrompt whether the text ends in the head of an answer
 * @param continueFinalMessage the field of the last message that the model shall continue, usually
 *     "content"; null to close the last message
 * @param specialTokens bos_token, eos_token and so on: variables of the template
 * @param variables further variables, such as enable_thinking; they win over special tokens
 * @param now what strftime_now tells; null for the machine's clock
 */
public record ChatOptions(
    boolean addGenerationPrompt,
    String continueFinalMessage,
    Map<String, ?> specialTokens,
    Map<String, ?> variables,
    LocalDateTime now) {
  /** The whole conversation, nothing added. */
  public static final ChatOptions DEFAULT = new ChatOptions(false, null, Map.of(), Map.of(), null);

  public ChatOptions withGenerationPrompt(boolean add) {
    return new ChatOptions(add, continueFinalMessage, specialTokens, variables, now);
  }

  public ChatOptions withContinueFinalMessage(String field) {
    return new ChatOptions(addGenerationPrompt, field, specialTokens, variables, now);
  }

  public ChatOptions withSpecialTokens(Map<String, ?> tokens) {
    return new ChatOptions(addGenerationPrompt, continueFinalMessage, tokens, variables, now);
  }

  public ChatOptions withVariables(Map<String, ?> others) {
    return new ChatOptions(addGenerationPrompt, continueFinalMessage, specialTokens, others, now);
  }

  public ChatOptions withNow(LocalDateTime time) {
    return new ChatOptions(
        addGenerationPrompt, continueFinalMessage, specialTokens, variables, time);
  }
}
