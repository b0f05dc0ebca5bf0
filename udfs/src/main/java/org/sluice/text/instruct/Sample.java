package org.sluice.text.instruct;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * A row of any shape as columns: {@code messages} (a JSON list of role and content), and what else
 * the shape has of {@code tools}, {@code instruction}, {@code input}, {@code output}, {@code
 * system}, {@code chosen}, {@code rejected}, {@code label}, {@code text}.
 */
final class Sample {
  private final Map<String, JsonNode> columns = new LinkedHashMap<>();
  private final ArrayNode messages = JsonNodeFactory.instance.arrayNode();

  Sample say(String role, String content) {
    messages.addObject().put("role", role).put("content", content);
    return this;
  }

  /** A message as it is, with what it has besides role and content. */
  Sample say(JsonNode message) {
    messages.add(message);
    return this;
  }

  Sample put(String column, String value) {
    if (value != null) {
      columns.put(column, JsonNodeFactory.instance.textNode(value));
    }
    return this;
  }

  Sample put(String column, JsonNode value) {
    if (value != null && !value.isNull() && !value.isMissingNode()) {
      columns.put(column, value);
    }
    return this;
  }

  Map<String, JsonNode> columns() {
    if (!messages.isEmpty()) {
      columns.put("messages", messages);
    }
    return columns;
  }
}
