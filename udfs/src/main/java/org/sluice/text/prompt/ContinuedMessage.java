package org.sluice.text.prompt;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.sluice.text.prompt.jinja.ErrorKind;
import org.sluice.text.prompt.jinja.TemplateException;
import org.sluice.text.prompt.python.CodePoints;

/**
 * The last message of a conversation that the model shall continue: a mark is added to it, the
 * conversation is rendered, and the text is cut at the mark.
 */
record ContinuedMessage(List<Map<String, Object>> markedMessages, String content) {
  private static final String MARK = "CONTINUE_FINAL_MESSAGE_TAG";
  private static final String SPACED_MARK = MARK + " ";

  static ContinuedMessage of(
      List<Map<String, Object>> messages, String field, List<String> reasoning, String source) {
    Map<String, Object> last = new LinkedHashMap<>(messages.get(messages.size() - 1));
    Object content = last.get(field);
    if (content == null) {
      throw fail("the final message has no \"" + field + "\" to continue!");
    }
    List<String> fields = new ArrayList<>(List.of(field));
    if (reasoning.contains(field)) {
      fields = reasoning.stream().filter(name -> content.equals(last.get(name))).toList();
    }
    if (fields.stream().noneMatch(source::contains)) {
      throw fail("\"" + field + "\" is not an accepted field in the chat_template");
    }
    String text = content instanceof List<?> parts ? mark(parts, last, field) : text(content);
    if (!(content instanceof List)) {
      fields.forEach(name -> last.put(name, text + SPACED_MARK));
    }
    List<Map<String, Object>> marked = new ArrayList<>(messages);
    marked.set(marked.size() - 1, last);
    return new ContinuedMessage(marked, text);
  }

  private static String text(Object content) {
    if (content instanceof String text) {
      return text;
    }
    throw new TemplateException(
        ErrorKind.TYPE, "continue_final_message: the final message is no text", 0);
  }

  /** Marks the last part that has a text; gives that text. */
  private static String mark(List<?> parts, Map<String, Object> message, String field) {
    List<Object> marked = new ArrayList<>(parts);
    for (int i = parts.size() - 1; i >= 0; i--) {
      if (parts.get(i) instanceof Map<?, ?> part && part.containsKey("text")) {
        String text = text(part.get("text"));
        Map<Object, Object> copy = new LinkedHashMap<>(part);
        copy.put("text", text + SPACED_MARK);
        marked.set(i, copy);
        message.put(field, marked);
        return text;
      }
    }
    throw fail("we could not find any text to continue in the final message!");
  }

  /** The text before the mark; without the blanks at its end when the template took them away. */
  String cut(String rendered) {
    int place = rendered.lastIndexOf(MARK);
    if (place < 0 || !rendered.contains(CodePoints.strip(content, null, true, true))) {
      throw fail("the final message does not appear in the chat after applying the chat template!");
    }
    String before = rendered.substring(0, place);
    return rendered.startsWith(SPACED_MARK, place)
        ? before
        : CodePoints.strip(before, null, false, true);
  }

  private static TemplateException fail(String message) {
    return new TemplateException(
        ErrorKind.OTHER, "continue_final_message is set but " + message, 0);
  }
}
