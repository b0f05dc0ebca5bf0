package org.sluice.text.prompt;

import java.util.List;
import java.util.Map;

/**
 * A conversation as chat templates take it.
 *
 * @param messages with role, content and whatever else the template knows (tool_calls,
 *     reasoning_content); values are strings, numbers, booleans, nulls, lists and maps
 * @param tools JSON schemas of functions; null when there are none
 * @param documents with title and text; null when there are none
 */
public record Conversation(
    List<Map<String, Object>> messages,
    List<Map<String, Object>> tools,
    List<Map<String, Object>> documents) {
  /** A conversation without tools and documents. */
  public static Conversation of(List<Map<String, Object>> messages) {
    return new Conversation(messages, null, null);
  }

  Conversation with(List<Map<String, Object>> otherMessages) {
    return new Conversation(otherMessages, tools, documents);
  }
}
