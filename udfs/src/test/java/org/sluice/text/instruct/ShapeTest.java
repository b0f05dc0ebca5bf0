package org.sluice.text.instruct;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.util.Map;
import org.junit.jupiter.api.Test;

class ShapeTest {
  private static final ObjectMapper JSON = new ObjectMapper();

  private static Map<String, JsonNode> read(String row) throws IOException, Unreadable {
    return Shape.AUTO.columns(JSON.readTree(row.replace('\'', '"')));
  }

  @Test
  void alpacaDollyGpteacherAndGpt4all() throws Exception {
    String wanted =
        "[{\"role\":\"user\",\"content\":\"Add\\n1 and 2\"},"
            + "{\"role\":\"assistant\",\"content\":\"3\"}]";
    for (String row :
        new String[] {
          "{'instruction': 'Add', 'input': '1 and 2', 'output': '3'}",
          "{'instruction': 'Add', 'input': '1 and 2', 'response': '3'}",
          "{'instruction': 'Add', 'context': '1 and 2', 'response': '3', 'category': 'sum'}"
        }) {
      Map<String, JsonNode> columns = read(row);
      assertThat(columns.get("messages").toString()).isEqualTo(wanted);
      assertThat(columns.get("input").asText()).isEqualTo("1 and 2");
      assertThat(columns.get("output").asText()).isEqualTo("3");
    }
    assertThat(read("{'prompt': 'Hi', 'response': 'Ho', 'source': 's'}").get("messages").toString())
        .isEqualTo(
            "[{\"role\":\"user\",\"content\":\"Hi\"},{\"role\":\"assistant\",\"content\":\"Ho\"}]");
  }

  @Test
  void shareGptRolesBecomeTheUsualOnes() throws Exception {
    Map<String, JsonNode> columns =
        read(
            "{'system': 'S', 'tools': '[]', 'conversations': [{'from': 'human', 'value': 'u'},"
                + "{'from': 'function_call', 'value': 'f'}, {'from': 'observation', 'value': 'o'},"
                + "{'from': 'gpt', 'value': 'a'}]}");
    assertThat(columns.get("messages").findValuesAsText("role"))
        .containsExactly("system", "user", "assistant", "tool", "assistant");
    assertThat(columns.get("tools").asText()).isEqualTo("[]");
  }

  @Test
  void openAiKeepsToolCallsAndJoinsParts() throws Exception {
    JsonNode messages =
        read("{'messages': [{'role': 'user', 'content': [{'type': 'text', 'text': 'a'},"
                + "{'type': 'text', 'value': 'b'}]},"
                + "{'role': 'assistant', 'content': null, 'tool_calls': [{'id': 'c'}]}]}")
            .get("messages");
    assertThat(messages.get(0).get("content").asText()).isEqualTo("ab");
    assertThat(messages.get(1).get("tool_calls").size()).isEqualTo(1);
  }

  @Test
  void oasstFollowsTheBestRankedRepliesAndEndsWithAnAnswer() throws Exception {
    JsonNode messages =
        read("{'prompt': {'role': 'prompter', 'text': 'q', 'lang': 'en', 'replies': ["
                + "{'role': 'assistant', 'text': 'worse', 'rank': 1, 'replies': []},"
                + "{'role': 'assistant', 'text': 'best', 'rank': 0, 'replies': ["
                + "{'role': 'prompter', 'text': 'open', 'replies': []}]}]}}")
            .get("messages");
    assertThat(messages.findValuesAsText("content")).containsExactly("q", "best");
  }

  @Test
  void aRowOfNoShapeIsRefusedWithoutItsText() {
    assertThatThrownBy(() -> read("{'secret': 'x'}"))
        .isInstanceOf(Unreadable.class)
        .hasMessage("no known shape");
    assertThatThrownBy(() -> read("{'messages': [{'content': 'x'}]}"))
        .hasMessage("a message without role");
  }
}
