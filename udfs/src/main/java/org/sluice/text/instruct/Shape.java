package org.sluice.text.instruct;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import java.util.Map;

/** The shapes of published instruction data. */
public enum Shape {
  /** Whichever of the others fits the row. */
  AUTO {
    @Override
    Sample read(JsonNode row) throws Unreadable {
      return of(row).read(row);
    }
  },
  /** instruction, input, output (Stanford Alpaca); output may be response (GPTeacher). */
  ALPACA {
    @Override
    Sample read(JsonNode row) throws Unreadable {
      String output = row.has("output") ? text(row, "output") : text(row, "response");
      return question(text(row, "instruction"), optional(row, "input"), output, row);
    }
  },
  /** instruction, context, response, category (Databricks Dolly). */
  DOLLY {
    @Override
    Sample read(JsonNode row) throws Unreadable {
      return question(
          text(row, "instruction"), optional(row, "context"), text(row, "response"), row);
    }
  },
  /** prompt, response (GPT4All). */
  GPT4ALL {
    @Override
    Sample read(JsonNode row) throws Unreadable {
      return question(text(row, "prompt"), "", text(row, "response"), row);
    }
  },
  /** text, meta (RedPajama): a document, no conversation. */
  REDPAJAMA {
    @Override
    Sample read(JsonNode row) throws Unreadable {
      return new Sample().put("text", text(row, "text"));
    }
  },
  /** conversations of from and value (ShareGPT, Vicuna). */
  SHAREGPT {
    @Override
    Sample read(JsonNode row) throws Unreadable {
      JsonNode turns = row.get("conversations");
      if (turns == null || !turns.isArray() || turns.isEmpty()) {
        throw new Unreadable("no list conversations");
      }
      Sample sample = new Sample().put("tools", row.get("tools"));
      if (row.path("system").isTextual() && !row.get("system").textValue().isEmpty()) {
        sample.say("system", row.get("system").textValue());
      }
      for (JsonNode turn : turns) {
        sample.say(role(text(turn, "from")), text(turn, "value"));
      }
      return sample
          .put("chosen", row.path("chosen").get("value"))
          .put("rejected", row.path("rejected").get("value"));
    }
  },
  /** messages of role and content (OpenAI), with tool calls; content may be a list of parts. */
  OPENAI {
    @Override
    Sample read(JsonNode row) throws Unreadable {
      JsonNode messages = row.get("messages");
      if (messages == null || !messages.isArray() || messages.isEmpty()) {
        throw new Unreadable("no list messages");
      }
      Sample sample = new Sample().put("tools", row.get("tools")).put("label", row.get("label"));
      for (JsonNode message : messages) {
        if (!message.path("role").isTextual()) {
          throw new Unreadable("a message without role");
        }
        sample.say(Parts.joined(message));
      }
      return sample;
    }
  },
  /** Trees of messages (OpenAssistant): the best ranked reply of each message makes the thread. */
  OASST {
    @Override
    Sample read(JsonNode row) throws Unreadable {
      JsonNode message = row.has("prompt") ? row.get("prompt") : row;
      Sample sample = new Sample();
      int turns = 0;
      while (message != null) {
        boolean asks = text(message, "role").equals("prompter");
        JsonNode reply = best(message.path("replies"));
        if (asks && reply == null) {
          break; // a question that nobody answered teaches nothing
        }
        sample.say(asks ? "user" : "assistant", text(message, "text"));
        turns++;
        message = reply;
      }
      if (turns == 0) {
        throw new Unreadable("no answer in the tree");
      }
      return sample.put("lang", row.path("prompt").get("lang"));
    }
  },
  /** category, turns, reference (MT-Bench): questions without answers. */
  MT_BENCH {
    @Override
    Sample read(JsonNode row) throws Unreadable {
      Sample sample = new Sample().put("reference", row.get("reference"));
      for (JsonNode turn : row.path("turns")) {
        sample.say("user", turn.asText());
      }
      return sample.put("category", row.get("category"));
    }
  };

  /** The columns that a row of this shape has; others of the row keep their names. */
  abstract Sample read(JsonNode row) throws Unreadable;

  /**
   * The columns of a row.
   *
   * @throws Unreadable when the row has another shape
   */
  public final Map<String, JsonNode> columns(JsonNode row) throws Unreadable {
    if (!row.isObject()) {
      throw new Unreadable("not a JSON object");
    }
    return read(row).columns();
  }

  /** The shape of a row by its keys. */
  private static Shape of(JsonNode row) throws Unreadable {
    if (row.path("conversations").isArray()) {
      return SHAREGPT;
    }
    if (row.path("messages").isArray()) {
      return OPENAI;
    }
    if (row.path("prompt").has("replies") || row.has("replies")) {
      return OASST;
    }
    if (row.has("instruction")) {
      return row.has("context") ? DOLLY : ALPACA;
    }
    if (row.path("turns").isArray()) {
      return MT_BENCH;
    }
    if (row.has("prompt") && row.has("response")) {
      return GPT4ALL;
    }
    if (row.has("text")) {
      return REDPAJAMA;
    }
    throw new Unreadable("no known shape");
  }

  private static Sample question(String instruction, String input, String output, JsonNode row) {
    Sample sample = new Sample();
    String system = row.path("system").asText("");
    if (!system.isEmpty()) {
      sample.say("system", system);
    }
    sample.say("user", input.isEmpty() ? instruction : instruction + "\n" + input);
    sample.say("assistant", output);
    return sample
        .put("instruction", instruction)
        .put("input", input)
        .put("output", output)
        .put("system", system.isEmpty() ? null : system);
  }

  private static String role(String from) {
    return switch (from) {
      case "human", "user", "prompter" -> "user";
      case "gpt", "assistant", "chatgpt", "bing", "bard", "function_call", "tool_call" ->
          "assistant";
      case "system" -> "system";
      case "observation", "tool", "tool_response", "function_response" -> "tool";
      default -> from;
    };
  }

  /** The reply of the smallest rank; unranked ones come last, in their order. */
  private static JsonNode best(JsonNode replies) {
    JsonNode best = null;
    for (JsonNode reply : replies) {
      if (best == null || rank(reply) < rank(best)) {
        best = reply;
      }
    }
    return best;
  }

  private static int rank(JsonNode reply) {
    return reply.path("rank").asInt(Integer.MAX_VALUE);
  }

  static String text(JsonNode row, String key) throws Unreadable {
    JsonNode value = row.get(key);
    if (value == null || !value.isTextual()) {
      throw new Unreadable("no text " + key);
    }
    return value.textValue();
  }

  private static String optional(JsonNode row, String key) throws Unreadable {
    return row.path(key).isMissingNode() || row.get(key).isNull() ? "" : text(row, key);
  }

  /** Content that comes in parts. */
  private static final class Parts {
    private static final List<String> NAMES = List.of("text", "value");

    /** The message, its content as one string where it was a list of texts. */
    static JsonNode joined(JsonNode message) {
      JsonNode content = message.get("content");
      if (content == null || !content.isArray()) {
        return message;
      }
      ObjectNode whole = message.deepCopy();
      StringBuilder text = new StringBuilder();
      StringBuilder reasoning = new StringBuilder();
      ArrayNode calls = whole.arrayNode();
      for (JsonNode part : content) {
        String value = value(part);
        switch (part.path("type").asText("text")) {
          case "reasoning" -> reasoning.append(value);
          case "tool_call" -> calls.add(value);
          default -> text.append(value);
        }
      }
      whole.put("content", text.toString());
      if (reasoning.length() > 0) {
        whole.put("reasoning_content", reasoning.toString());
      }
      if (!calls.isEmpty()) {
        whole.set("tool_calls", calls);
      }
      return whole;
    }

    private static String value(JsonNode part) {
      for (String name : NAMES) {
        if (part.path(name).isTextual()) {
          return part.get(name).textValue();
        }
      }
      return "";
    }
  }
}
