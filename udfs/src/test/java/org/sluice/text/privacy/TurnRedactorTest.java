package org.sluice.text.privacy;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class TurnRedactorTest {
  private static final ObjectMapper JSON = new ObjectMapper();

  private static TurnRedactor.Result redact(Map<String, Mode> entities, String conversation) {
    Redactor redactor = Redactor.of(entities, RedactorOptions.DEFAULT);
    return TurnRedactor.redact(redactor.document(conversation), conversation);
  }

  private static final Map<String, Mode> TAGS = Map.of("EMAIL", Mode.TAG, "CARD", Mode.TAG);

  @Test
  void eachTurnIsATextOfItsOwnAndStaysInItsPlace() {
    TurnRedactor.Result result =
        redact(
            TAGS,
            """
            [{"role": "system", "content": "Help."},
             {"role": "user", "content": "😀 I am ana@example.org\\nHi", "id": "b@example.org"},
             {"role": "assistant", "content": [{"type": "text", "text": "To ana@example.org?"}]},
             {"role": "user", "content": "4111-1111-1111-1111"}]""");
    assertThat(result.text())
        .isEqualTo(
            """
            [{"role":"system","content":"Help."},\
            {"role":"user","content":"😀 I am <EMAIL>\\nHi","id":"b@example.org"},\
            {"role":"assistant","content":[{"type":"text","text":"To <EMAIL>?"}]},\
            {"role":"user","content":"<CARD>"}]""");
    assertThat(result.found())
        .extracting(TurnRedactor.Found::place)
        .containsExactly("[1].content", "[2].content[0].text", "[3].content");
    assertThat(result.found().get(0).spans()).containsExactly(new Span("EMAIL", 7, 22, 1.0));
  }

  @Test
  void whatToolsAreCalledWithIsRedactedAndStaysJson() throws Exception {
    TurnRedactor.Result result =
        redact(
            TAGS,
            """
            [{"role": "assistant", "tool_calls": [{"id": "c1", "type": "function", "function":
              {"name": "pay", "arguments": "{\\"name\\": \\"ana@example.org\\",\
                \\"card\\": 4111111111111111, \\"sum\\": 3}"}}]},
             {"role": "tool", "name": "pay", "tool_call_id": "c1", "content": "{\\"ok\\": 1}"}]""");
    JsonNode function = JSON.readTree(result.text()).at("/0/tool_calls/0/function");
    assertThat(function.path("name").asText()).isEqualTo("pay");
    assertThat(JSON.readTree(function.path("arguments").asText()))
        .isEqualTo(JSON.readTree("{\"name\": \"<EMAIL>\", \"card\": \"<CARD>\", \"sum\": 3}"));
    assertThat(JSON.readTree(result.text()).at("/1/content").asText()).isEqualTo("{\"ok\": 1}");
  }

  @Test
  void thePersonOfOneTurnIsTheSameInTheNext() {
    String conversation =
        """
        [{"role": "user", "content": "My name is Martha Ellison and I need a doctor."},
         {"role": "assistant", "content": "Good morning, Martha Ellison, how can I help you?"}]""";
    String text = redact(Map.of("PERSON", Mode.FAKE), conversation).text();
    String name = text.replaceAll("(?s).*My name is (\\p{L}+ \\p{L}+) and.*", "$1");
    assertThat(name).isNotEqualTo("Martha Ellison");
    assertThat(text).contains("Good morning, " + name + ", how");
  }

  @Test
  void withoutPersonalDataNotAByteChanges() {
    String conversation = "[ {\"content\" :  \"caf\\u00e9\"} ]";
    assertThat(redact(TAGS, conversation).text()).isSameAs(conversation);
  }

  @Test
  void whatIsNoConversationIsAText() {
    TurnRedactor.Result result = redact(TAGS, "[broken ana@example.org");
    assertThat(result.text()).isEqualTo("[broken <EMAIL>");
    assertThat(result.found().get(0).spans()).isEqualTo(List.of(new Span("EMAIL", 8, 23, 1.0)));
  }
}
