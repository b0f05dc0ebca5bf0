package org.sluice.text.privacy;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.databind.node.TextNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * Redacts a conversation, a JSON list of messages, turn by turn: texts, parts of texts, and what
 * tools are called with, be it JSON or JSON in a string. Roles, ids and names of tools stay, and so
 * does the order. A made-up value is the same in all turns.
 */
public final class TurnRedactor {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final String ARGUMENTS = "arguments";

  private final Redactor.Document document;
  private final List<Found> found = new ArrayList<>();

  private TurnRedactor(Redactor.Document document) {
    this.document = document;
  }

  /**
   * What was found in one text of a conversation.
   *
   * @param place where the text stands: {@code [2].content}
   */
  public record Found(String place, List<Span> spans) {}

  /**
   * A redacted conversation.
   *
   * @param text the JSON, as it was where nothing was found
   */
  public record Result(String text, List<Found> found) {}

  /** Redacts a conversation; what is no JSON list is redacted as a text. */
  public static Result redact(Redactor.Document document, String conversation) {
    JsonNode messages = parsed(conversation);
    if (messages == null || !messages.isArray()) {
      Redaction redaction = document.redact(conversation);
      return new Result(redaction.text(), List.of(new Found("", redaction.spans())));
    }
    TurnRedactor turns = new TurnRedactor(document);
    JsonNode redacted = turns.value(messages, "", false);
    return new Result(turns.found.isEmpty() ? conversation : redacted.toString(), turns.found);
  }

  private static JsonNode parsed(String text) {
    try {
      return JSON.readTree(text);
    } catch (JsonProcessingException e) {
      return null;
    }
  }

  /**
   * Redacts a value in its place.
   *
   * @param free whether no key in it belongs to the form of messages
   */
  private JsonNode value(JsonNode node, String place, boolean free) {
    if (node instanceof ArrayNode list) {
      for (int i = 0; i < list.size(); i++) {
        list.set(i, value(list.get(i), place + "[" + i + "]", free));
      }
      return list;
    }
    if (node instanceof ObjectNode object) {
      for (Map.Entry<String, JsonNode> entry : object.properties()) {
        String key = entry.getKey();
        if (free || !isForm(object, key)) {
          boolean arguments = key.equals(ARGUMENTS);
          JsonNode child = entry.getValue();
          entry.setValue(
              arguments && child.isTextual()
                  ? arguments(child, place + "." + key)
                  : value(child, place + "." + key, free || arguments));
        }
      }
      return object;
    }
    return node.isTextual() || node.isNumber() ? text(node, place) : node;
  }

  private JsonNode arguments(JsonNode node, String place) {
    JsonNode values = parsed(node.textValue());
    if (values == null || !values.isContainerNode()) {
      return text(node, place);
    }
    int before = found.size();
    JsonNode redacted = value(values, place, true);
    return found.size() == before ? node : TextNode.valueOf(redacted.toString());
  }

  private JsonNode text(JsonNode node, String place) {
    String text = node.asText();
    if (text.startsWith("data:")) { // a picture
      return node;
    }
    Redaction redaction = document.redact(text);
    if (redaction.spans().isEmpty()) {
      return node;
    }
    found.add(new Found(place, redaction.spans()));
    return TextNode.valueOf(redaction.text());
  }

  /** Keys whose values say what a message is, not what was said. */
  private static boolean isForm(ObjectNode object, String key) {
    return switch (key) {
      case "role", "from", "type", "id", "tool_call_id" -> true;
      case "name" -> object.has(ARGUMENTS) || object.path("role").asText().equals("tool");
      default -> false;
    };
  }
}
