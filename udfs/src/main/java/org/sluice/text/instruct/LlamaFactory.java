package org.sluice.text.instruct;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.sluice.text.prompt.python.Json;
import org.sluice.text.prompt.python.PlainData;

/**
 * Reads rows as LLaMA-Factory's converters do (data/converter.py), so that its dataset_info.json
 * can be used as it is.
 *
 * @param prompt the turns before the answer
 * @param response the answer; two of them, chosen and rejected, in ranked data
 * @param system the system message, "" without one
 * @param tools the tools as JSON, "" without any
 */
public record LlamaFactory(List<Turn> prompt, List<Turn> response, String system, String tools) {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final String USER = "user";
  private static final String ASSISTANT = "assistant";
  private static final String NO_THINKING = "detailed thinking off";
  private static final String NEXT_RESULT = "\n</tool_response>\n<tool_response>\n";

  /** What the converter of the entry's formatting makes of a row. */
  public static LlamaFactory convert(DatasetInfo info, JsonNode row) {
    return info.formatting().equals("alpaca") ? alpaca(info, row) : new Talk(info, row).converted();
  }

  /** The columns of a row, as {@link Shape#columns} gives them. */
  public static Map<String, JsonNode> columns(DatasetInfo info, JsonNode row) throws Unreadable {
    LlamaFactory read = convert(info, row);
    if (read.prompt.isEmpty()) {
      throw new Unreadable("the conversation is broken");
    }
    Sample sample = new Sample();
    if (!read.system.isEmpty()) {
      sample.say("system", read.system).put("system", read.system);
    }
    read.prompt.forEach(turn -> sample.say(usual(turn.role()), turn.content()));
    boolean pair = read.response.size() == 2;
    if (pair) {
      sample.put("chosen", read.response.get(0).content());
      sample.put("rejected", read.response.get(1).content());
    } else if (!read.response.isEmpty()) {
      sample.say(usual(read.response.get(0).role()), read.response.get(0).content());
      sample.put("output", read.response.get(0).content());
    }
    if (read.prompt.size() == 1) {
      String column = read.response.isEmpty() ? "text" : "instruction";
      sample.put(column, read.prompt.get(0).content());
    }
    return sample.put("tools", read.tools.isEmpty() ? null : read.tools).columns();
  }

  private static String usual(String role) {
    return switch (role) {
      case "function" -> ASSISTANT;
      case "observation" -> "tool";
      default -> role;
    };
  }

  private static LlamaFactory alpaca(DatasetInfo info, JsonNode row) {
    List<Turn> prompt = new ArrayList<>();
    for (JsonNode pair : info.column(row, "history")) {
      prompt.add(new Turn(USER, pair.path(0).asText()));
      prompt.add(new Turn(ASSISTANT, pair.path(1).asText()));
    }
    List<String> asked = new ArrayList<>();
    for (String part : List.of("prompt", "query")) {
      String text = info.column(row, part).asText("");
      if (!text.isEmpty() && !info.column(row, part).isNull()) {
        asked.add(text);
      }
    }
    prompt.add(new Turn(USER, String.join("\n", asked)));
    return new LlamaFactory(
        prompt, answers(info, row), plain(info.column(row, "system")), tools(info, row));
  }

  private static List<Turn> answers(DatasetInfo info, JsonNode row) {
    JsonNode response = info.column(row, "response");
    JsonNode chosen = info.column(row, "chosen");
    JsonNode rejected = info.column(row, "rejected");
    JsonNode label = info.column(row, "kto_tag");
    if (label.isBoolean()) {
      Turn answer = new Turn(ASSISTANT, response.asText());
      return ordered(answer, label.booleanValue());
    }
    if (info.ranking() && chosen.isTextual() && rejected.isTextual()) {
      return List.of(
          new Turn(ASSISTANT, chosen.textValue()), new Turn(ASSISTANT, rejected.textValue()));
    }
    return response.isTextual() ? List.of(new Turn(ASSISTANT, response.textValue())) : List.of();
  }

  private static List<Turn> ordered(Turn answer, boolean good) {
    Turn none = new Turn(ASSISTANT, "");
    return good ? List.of(answer, none) : List.of(none, answer);
  }

  /** As {@code json.dumps(value, ensure_ascii=False)} writes it. */
  private static String pythonJson(Object value) {
    return Json.line(PlainData.of(JSON.convertValue(value, Object.class)));
  }

  private static String plain(JsonNode value) {
    return value.isTextual() ? value.textValue() : "";
  }

  private static String tools(DatasetInfo info, JsonNode row) {
    JsonNode tools = info.column(row, "tools");
    return tools.isContainerNode() ? pythonJson(tools) : plain(tools);
  }

  /** A conversation in the ShareGPT or the OpenAI formatting. */
  private static final class Talk {
    private final DatasetInfo info;
    private final JsonNode row;
    private final Map<String, String> tags;
    private final boolean openai;
    private final List<Turn> turns = new ArrayList<>();
    private String system;
    private boolean broken;

    Talk(DatasetInfo info, JsonNode row) {
      this.info = info;
      this.row = row;
      this.tags = info.tags();
      this.openai = info.formatting().equals("openai");
    }

    LlamaFactory converted() {
      JsonNode messages = info.column(row, "messages");
      int first = 0;
      String systemTag = tags.get("system_tag");
      if (systemTag != null && systemTag.equals(role(messages.path(0)))) {
        system = content(messages.get(0));
        first = 1;
      } else {
        system = plain(info.column(row, "system"));
      }
      String tools = tools(info, row);
      read(messages, first);
      checkOrder();
      finishSystem(tools);
      return answered(tools);
    }

    private String role(JsonNode message) {
      String key = tags.get("role_tag");
      return key == null ? "" : message.path(key).asText("");
    }

    private String content(JsonNode message) {
      String key = tags.get("content_tag");
      return key == null ? "" : message.path(key).asText("");
    }

    private void read(JsonNode messages, int first) {
      List<String> results = new ArrayList<>();
      for (int i = first; i < messages.size(); i++) {
        JsonNode message = messages.get(i);
        String role = role(message);
        if (openai && role.equals(tags.get("observation_tag"))) {
          results.add(content(message));
          continue;
        }
        if (!results.isEmpty()) {
          turns.add(new Turn("observation", String.join(NEXT_RESULT, results)));
          results.clear();
        }
        turns.add(turn(message, role));
      }
    }

    private Turn turn(JsonNode message, String role) {
      JsonNode calls = message.path("tool_calls");
      if (openai && role.equals(tags.get("assistant_tag")) && calls.isArray() && !calls.isEmpty()) {
        List<JsonNode> functions = new ArrayList<>();
        calls.forEach(call -> functions.add(call.path("function")));
        return new Turn("function", pythonJson(functions));
      }
      String meaning = meaning(role);
      if (meaning == null) {
        broken = true;
        meaning = role;
      }
      return new Turn(meaning, content(message));
    }

    private String meaning(String role) {
      if (role.equals(tags.get("user_tag"))) {
        return USER;
      }
      if (role.equals(tags.get("assistant_tag"))) {
        return ASSISTANT;
      }
      if (role.equals(tags.get("observation_tag"))) {
        return "observation";
      }
      if (role.equals(tags.get("function_tag"))) {
        return "function";
      }
      return role.equals(tags.get("system_tag")) ? "system" : null;
    }

    /** A question and an answer in turn, and an answer last unless the answers stand apart. */
    private void checkOrder() {
      List<Set<String>> expected =
          List.of(Set.of(USER, "observation"), Set.of(ASSISTANT, "function"));
      for (int i = 0; i < turns.size(); i++) {
        broken |= !expected.get(i % 2).contains(turns.get(i).role());
      }
      boolean endsInAnswer = turns.size() % 2 == 0;
      broken |= info.ranking() == endsInAnswer || turns.isEmpty();
    }

    private void finishSystem(String tools) {
      if (openai) {
        if (!system.isEmpty()) {
          system = system + "\n" + (tools.isEmpty() ? NO_THINKING : "");
        } else if (tools.isEmpty()) {
          system = NO_THINKING;
        }
      }
    }

    private LlamaFactory answered(String tools) {
      if (broken) {
        return new LlamaFactory(List.of(), List.of(), system, tools);
      }
      JsonNode label = info.column(row, "kto_tag");
      int last = turns.size() - 1;
      if (label.isBoolean()) {
        return new LlamaFactory(
            turns.subList(0, last), ordered(turns.get(last), label.booleanValue()), system, tools);
      }
      JsonNode chosen = info.column(row, "chosen");
      JsonNode rejected = info.column(row, "rejected");
      if (info.ranking() && chosen.isObject() && rejected.isObject()) {
        List<Turn> pair = List.of(turn(chosen, role(chosen)), turn(rejected, role(rejected)));
        return new LlamaFactory(turns, pair, system, tools);
      }
      return new LlamaFactory(turns.subList(0, last), List.of(turns.get(last)), system, tools);
    }
  }
}
