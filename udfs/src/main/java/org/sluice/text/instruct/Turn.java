package org.sluice.text.instruct;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;

/**
 * One message of a conversation.
 *
 * @param role system, user, assistant or tool; of LLaMA-Factory's converters also function and
 *     observation
 */
public record Turn(String role, String content) {

  static ArrayNode json(List<Turn> turns) {
    ArrayNode messages = JsonNodeFactory.instance.arrayNode();
    for (Turn turn : turns) {
      ObjectNode message = messages.addObject();
      message.put("role", turn.role());
      message.put("content", turn.content());
    }
    return messages;
  }
}
