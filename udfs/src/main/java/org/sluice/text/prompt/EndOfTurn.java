package org.sluice.text.prompt;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.sluice.base.UserError;
import org.sluice.text.prompt.jinja.TemplateException;
import org.sluice.text.prompt.python.CodePoints;

/** Finds what a template writes behind an answer, by rendering a small made-up conversation. */
final class EndOfTurn {
  private static final String QUESTION = "\ue0a0question\ue0a1";
  private static final String SECOND_QUESTION = "\ue0a0another\ue0a1";
  private static final String ANSWER = "\ue0a2answer\ue0a3";
  private static final String LAST_ANSWER = "\ue0a2last\ue0a3";

  private final ChatTemplate template;
  private final ChatOptions options;

  EndOfTurn(ChatTemplate template, ChatOptions options) {
    this.template = template;
    this.options = options.withGenerationPrompt(false).withContinueFinalMessage(null);
  }

  Optional<String> find() {
    String text = probe().text();
    int answer = text.indexOf(ANSWER);
    int question = text.indexOf(SECOND_QUESTION);
    int last = text.indexOf(LAST_ANSWER);
    if (answer < 0 || question < answer || last < question) {
      throw UserError.of(
          "the chat template does not write the messages of a conversation in their order",
          "check the template");
    }
    String between = text.substring(answer + ANSWER.length(), question);
    String after = text.substring(last + LAST_ANSWER.length());
    String end = CodePoints.strip(shared(between, after), null, false, true);
    return end.isEmpty() ? Optional.empty() : Optional.of(end);
  }

  /**
   * What stands behind every answer. Where the two texts part, both may have begun the same way
   * ({@code <|user|>} and {@code <|endoftext|>}); such a beginning is cut off again.
   */
  private static String shared(String between, String after) {
    int length = 0;
    int shorter = Math.min(between.length(), after.length());
    while (length < shorter && between.charAt(length) == after.charAt(length)) {
      length++;
    }
    if (length == after.length()) {
      return after;
    }
    while (length > 0 && ">]\n\u27e9".indexOf(between.charAt(length - 1)) < 0) {
      length--;
    }
    return between.substring(0, length);
  }

  private Rendering probe() {
    List<Map<String, Object>> messages =
        List.of(
            Map.of("role", "user", "content", QUESTION),
            Map.of("role", "assistant", "content", ANSWER),
            Map.of("role", "user", "content", SECOND_QUESTION),
            Map.of("role", "assistant", "content", LAST_ANSWER));
    try {
      return template.render(Conversation.of(messages), options);
    } catch (TemplateException error) {
      throw UserError.of(
              "the chat template cannot render a conversation of two questions and two answers"
                  + " (line %d: %s)".formatted(error.line(), error.getMessage()),
              "choose another template, or give it the variables that it needs")
          .causedBy(error);
    }
  }

  void require() {
    Optional<String> end = find();
    if (end.isEmpty()) {
      throw UserError.of(
          "the chat template writes no end-of-turn token behind the last answer: a model tuned with"
              + " it would not know when to stop",
          "choose a template that closes every answer, for example with the eos_token");
    }
    if (template.marksGeneration()) {
      requireInside(end.get());
    }
  }

  private void requireInside(String end) {
    Rendering probe = probe();
    int place = probe.text().indexOf(LAST_ANSWER) + LAST_ANSWER.length() + end.length();
    int behind = probe.text().codePointCount(0, place);
    boolean inside =
        probe.assistantSpans().stream()
            .anyMatch(span -> span.start() < behind && behind <= span.end());
    if (!inside) {
      throw UserError.of(
          "the chat template's end-of-turn token "
              + end.strip()
              + " stands outside its generation"
              + " block, so it would never be trained",
          "put {% endgeneration %} behind the token");
    }
  }
}
