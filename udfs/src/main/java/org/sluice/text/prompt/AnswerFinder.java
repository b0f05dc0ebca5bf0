package org.sluice.text.prompt;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.sluice.base.UserError;
import org.sluice.text.prompt.jinja.TemplateException;
import org.sluice.text.prompt.python.CodePoints;

/**
 * Finds the answers in a rendered conversation when the template does not mark them.
 *
 * <p>An answer begins where the conversation before it ends when rendered with a generation prompt;
 * that text must be the beginning of the whole. It ends where a mark put in its place ends; what
 * follows the mark must be the end of the whole. Its end-of-turn token belongs to it.
 */
final class AnswerFinder {
  private final ChatTemplate template;
  private final ChatOptions options;
  private final String endOfTurn;

  AnswerFinder(ChatTemplate template, ChatOptions options, Conversation conversation) {
    this.template = template;
    this.options = options;
    this.endOfTurn = new EndOfTurn(template, options, conversation.tools()).find().orElse("");
  }

  List<Span> find(Conversation conversation, String whole) {
    List<Map<String, Object>> messages = conversation.messages();
    List<Span> spans = new ArrayList<>();
    int after = 0;
    for (int i = 0; i < messages.size(); i++) {
      if (!"assistant".equals(messages.get(i).get("role"))) {
        continue;
      }
      int[] units = answer(conversation, i, whole);
      if (units[0] < after || units[1] < units[0]) {
        throw notFound(i, "its place in the text overlaps with another message");
      }
      spans.add(Span.ofUnits(whole, units[0], units[1]));
      after = units[1];
    }
    return spans;
  }

  private int[] answer(Conversation conversation, int index, String whole) {
    String mark = mark(whole);
    String marked = rendered(conversation, marked(conversation.messages(), index, mark), false);
    int place = marked == null ? -1 : marked.indexOf(mark);
    if (place < 0) {
      throw notFound(index, "the template does not write its content");
    }
    String before = marked.substring(0, place);
    String behind = marked.substring(place + mark.length());
    int start = start(conversation, index, whole, before);
    Object calls = conversation.messages().get(index).get("tool_calls");
    if (calls instanceof List<?> list && !list.isEmpty()) {
      return new int[] {start, endOfCalls(conversation, index, whole)};
    }
    if (!whole.endsWith(behind) || whole.length() - behind.length() < start) {
      throw notFound(
          index, "the template writes what follows it differently for different answers");
    }
    int end = whole.length() - behind.length();
    if (!endOfTurn.isEmpty() && whole.startsWith(endOfTurn, end)) {
      return new int[] {start, end + endOfTurn.length()};
    }
    throw notFound(index, "no end-of-turn token follows it");
  }

  private int start(Conversation conversation, int index, String whole, String beforeContent) {
    String prompt =
        index == 0 ? null : rendered(conversation, conversation.messages().subList(0, index), true);
    if (prompt != null && whole.startsWith(prompt)) {
      return prompt.length();
    }
    if (whole.startsWith(beforeContent)) {
      return beforeContent.length();
    }
    throw notFound(index, "the conversation before it is not the beginning of the whole");
  }

  /** Tool calls follow the content, so the turn ends where the conversation up to it ends. */
  private int endOfCalls(Conversation conversation, int index, String whole) {
    List<Map<String, Object>> messages = conversation.messages();
    if (index == messages.size() - 1) {
      return CodePoints.strip(whole, null, false, true).length();
    }
    String upTo = rendered(conversation, messages.subList(0, index + 1), false);
    if (upTo == null || !whole.startsWith(upTo)) {
      throw notFound(
          index, "the conversation up to its tool calls is not the beginning of the whole");
    }
    return CodePoints.strip(upTo, null, false, true).length();
  }

  /** The text, or null when the template refuses this part of the conversation. */
  private String rendered(
      Conversation conversation, List<Map<String, Object>> messages, boolean generationPrompt) {
    try {
      return template
          .render(conversation.with(messages), options.withGenerationPrompt(generationPrompt))
          .text();
    } catch (TemplateException refused) {
      return null;
    }
  }

  private static List<Map<String, Object>> marked(
      List<Map<String, Object>> messages, int index, String mark) {
    Map<String, Object> message = new LinkedHashMap<>(messages.get(index));
    boolean parts = message.get("content") instanceof List;
    message.put("content", parts ? List.of(Map.of("type", "text", "text", mark)) : mark);
    List<Map<String, Object>> marked = new ArrayList<>(messages);
    marked.set(index, message);
    return marked;
  }

  /** A text that the conversation does not hold and that no template trims or splits. */
  private static String mark(String whole) {
    String mark = "\ue0a2answer\ue0a3";
    while (whole.contains(mark)) {
      mark = mark + "\ue0a3";
    }
    return mark;
  }

  private static UserError notFound(int index, String why) {
    return UserError.of(
        "the answer in message " + (index + 1) + " cannot be found in the rendered text: " + why,
        "train on all tokens, or use a template that marks answers with {% generation %}");
  }
}
