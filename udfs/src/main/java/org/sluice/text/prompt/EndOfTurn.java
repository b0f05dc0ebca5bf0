package org.sluice.text.prompt;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.sluice.base.UserError;
import org.sluice.text.prompt.jinja.TemplateException;
import org.sluice.text.prompt.python.CodePoints;

/** Finds what a template writes behind an answer, by rendering a small made-up conversation. */
final class EndOfTurn {
  // private use characters: no template trims them, splits at them or changes their case
  private static final String QUESTION = "\ue0a0question\ue0a1";
  private static final String SECOND_QUESTION = "\ue0a0another\ue0a1";
  private static final String ANSWER = "\ue0a2answer\ue0a3";
  private static final String LAST_ANSWER = "\ue0a2last\ue0a3";

  private final ChatTemplate template;
  private final ChatOptions options;
  private final List<Map<String, Object>> tools;

  /**
   * Prepares the search.
   *
   * @param tools those of the conversation, for templates that cannot do without; null for none
   */
  EndOfTurn(ChatTemplate template, ChatOptions options, List<Map<String, Object>> tools) {
    this.template = template;
    this.options = options.withGenerationPrompt(false).withContinueFinalMessage(null);
    this.tools = tools;
  }

  Optional<String> find() {
    String text = probe().text();
    int answer = text.indexOf(ANSWER) + ANSWER.length();
    String between = text.substring(answer, text.indexOf(SECOND_QUESTION));
    String end = CodePoints.strip(shared(between, behindLast(text)), null, false, true);
    return end.isEmpty() ? Optional.empty() : Optional.of(end);
  }

  private static String behindLast(String text) {
    return text.substring(text.indexOf(LAST_ANSWER) + LAST_ANSWER.length());
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
    while (length > 0 && ">]\n".indexOf(between.charAt(length - 1)) < 0) {
      length--;
    }
    return between.substring(0, length);
  }

  /** The made-up conversation, in the first form that the template can write. */
  private Rendering probe() {
    TemplateException refused = null;
    for (boolean parts : new boolean[] {false, true}) {
      for (List<Map<String, Object>> offered : offers()) {
        try {
          Rendering probe =
              template.render(new Conversation(messages(parts), offered, null), options);
          if (inOrder(probe.text())) {
            return probe;
          }
        } catch (TemplateException error) {
          refused = refused == null ? error : refused;
        }
      }
    }
    if (refused == null) {
      throw UserError.of(
          "the chat template does not write the messages of a conversation in their order",
          "check the template");
    }
    throw UserError.of(
            "the chat template cannot render a conversation of two questions and two answers"
                + " (line %d: %s)".formatted(refused.line(), refused.getMessage()),
            "choose another template, or give it the variables that it needs")
        .causedBy(refused);
  }

  /** The tools of the conversation, and an empty list for templates that loop over missing ones. */
  private List<List<Map<String, Object>>> offers() {
    List<List<Map<String, Object>>> offers = new ArrayList<>();
    offers.add(tools);
    offers.add(List.of());
    return offers;
  }

  private static List<Map<String, Object>> messages(boolean parts) {
    return List.of(
        message("user", QUESTION, parts),
        message("assistant", ANSWER, parts),
        message("user", SECOND_QUESTION, parts),
        message("assistant", LAST_ANSWER, parts));
  }

  private static Map<String, Object> message(String role, String text, boolean parts) {
    Object content = parts ? List.of(Map.of("type", "text", "text", text)) : text;
    return Map.of("role", role, "content", content);
  }

  private static boolean inOrder(String text) {
    int answer = text.indexOf(ANSWER);
    int question = text.indexOf(SECOND_QUESTION);
    int last = text.indexOf(LAST_ANSWER);
    return 0 <= answer && answer < question && question < last;
  }

  void require() {
    Rendering probe = probe();
    String behind = CodePoints.strip(behindLast(probe.text()), null, false, true);
    if (behind.isEmpty()) {
      throw UserError.of(
          "the chat template writes no end-of-turn token behind the last answer: a model tuned with"
              + " it would not know when to stop",
          "choose a template that closes every answer, for example with the eos_token");
    }
    Optional<String> end = find();
    if (template.marksGeneration()) {
      requireInside(probe, end.orElse(behind));
    } else if (end.isEmpty()) {
      throw UserError.of(
          "the chat template closes the last answer otherwise than those before it, so its"
              + " end-of-turn token cannot be told",
          "choose a template that closes every answer the same way or marks it with"
              + " {% generation %}");
    }
  }

  private static void requireInside(Rendering probe, String end) {
    String text = probe.text();
    int place = text.indexOf(LAST_ANSWER) + LAST_ANSWER.length() + end.length();
    int behind = text.codePointCount(0, place);
    boolean inside =
        probe.assistantSpans().stream()
            .anyMatch(span -> span.start() < behind && behind <= span.end());
    if (!inside) {
      throw UserError.of(
          "the chat template's end-of-turn token "
              + end.strip()
              + " stands outside its generation block, so it would never be trained",
          "put {% endgeneration %} behind the token");
    }
  }
}
