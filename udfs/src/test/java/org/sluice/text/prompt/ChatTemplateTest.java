package org.sluice.text.prompt;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.sluice.base.UserError;
import org.sluice.text.prompt.jinja.ErrorKind;
import org.sluice.text.prompt.jinja.TemplateException;

class ChatTemplateTest {
  private static final String CHATML =
      """
      {% for message in messages %}
      {{- '<|im_start|>' + message['role'] + '\\n' + message['content'] + '<|im_end|>' + '\\n' }}
      {%- endfor %}
      {%- if add_generation_prompt %}
      {{- '<|im_start|>assistant\\n' }}
      {%- endif %}""";

  /** Trims the text of messages and closes the whole conversation with a token of its own. */
  private static final String TRIMMING =
      """
      {{- bos_token }}
      {%- for m in messages %}
      {{- '<|' + m.role + '|>\\n' + m.content | trim + '<|end|>\\n' }}
      {%- endfor %}
      {{- '<|assistant|>\\n' if add_generation_prompt else eos_token }}""";

  /** Adds an empty thought to the last answer only, and drops the thoughts of the others. */
  private static final String THINKING =
      """
      {%- for m in messages %}
      {{- '<|im_start|>' + m.role + '\\n' }}
      {%- if m.role == 'assistant' and loop.last %}{{ '<think>\\n\\n</think>\\n\\n' }}{% endif %}
      {{- m.content.split('</think>')[-1] }}<|im_end|>
      {% endfor %}
      {%- if add_generation_prompt %}{{ '<|im_start|>assistant\\n' }}{% endif %}""";

  private static final Map<String, Object> TOKENS =
      Map.of("bos_token", "<s>", "eos_token", "<|endoftext|>");

  private static final ChatOptions OPTIONS = ChatOptions.DEFAULT.withSpecialTokens(TOKENS);

  private static Map<String, Object> message(String role, Object content) {
    return Map.of("role", role, "content", content);
  }

  private static Conversation talk(String... turns) {
    return Conversation.of(
        java.util.stream.IntStream.range(0, turns.length)
            .mapToObj(i -> message(i % 2 == 0 ? "user" : "assistant", turns[i]))
            .toList());
  }

  /** The trained parts of a conversation. */
  private static List<String> trained(String template, Conversation conversation) {
    Rendering rendering =
        ChatTemplate.compile(template).trainingText(conversation, OPTIONS, TrainOn.ANSWERS);
    int[] codePoints = rendering.text().codePoints().toArray();
    return rendering.assistantSpans().stream()
        .map(span -> new String(codePoints, span.start(), span.end() - span.start()))
        .toList();
  }

  @Test
  void labelsSitOnTheAnswersAndTheirEndOfTurn() {
    assertThat(trained(CHATML, talk("Hi 🙂", "Hello!", "And?", "")))
        .containsExactly("Hello!<|im_end|>", "<|im_end|>");
  }

  @Test
  void answersAreFoundThoughTheTemplateTrimsThem() {
    assertThat(trained(TRIMMING, talk("a", "  one \n", "b", "<|end|>\ntwo")))
        .containsExactly("one<|end|>", "<|end|>\ntwo<|end|>");
  }

  @Test
  void answersAreFoundThoughTheLastOneIsWrittenDifferently() {
    assertThat(trained(THINKING, talk("a", "<think>x</think>one", "b", "two")))
        .containsExactly("one<|im_end|>", "<think>\n\n</think>\n\ntwo<|im_end|>");
  }

  @Test
  void aConversationCanBeginWithTheAssistant() {
    Conversation conversation =
        Conversation.of(List.of(message("assistant", "I begin"), message("user", "Oh")));
    assertThat(trained(CHATML, conversation)).containsExactly("I begin<|im_end|>");
  }

  @Test
  void allTokensCanBeTrained() {
    Rendering rendering =
        ChatTemplate.compile(CHATML).trainingText(talk("🙂", "b"), OPTIONS, TrainOn.ALL);
    int length = rendering.text().codePointCount(0, rendering.text().length());
    assertThat(rendering.assistantSpans()).containsExactly(new Span(0, length));
  }

  @Test
  void generationBlocksSayWhatIsTrained() {
    String template =
        """
        {% for m in messages %}
        <|{{ m.role }}|>
        {%- if m.role == 'assistant' %}{% generation %}{{ m.content }}</s>{% endgeneration %}
        {%- else %}{{ m.content }}</s>{% endif %}
        {% endfor %}""";
    assertThat(trained(template, talk("🙂", "b", "c", "🙂🙂")))
        .containsExactly("b</s>", "🙂🙂</s>");
    ChatTemplate.compile(template).requireTrainedEndOfTurn(OPTIONS);
  }

  @Test
  void aTemplateWhoseEndOfTurnStandsOutsideItsBlockIsRefused() {
    String template =
        "{% for m in messages %}<|{{ m.role }}|>{% if m.role == 'assistant' %}{% generation %}"
            + "{{ m.content }}{% endgeneration %}{% else %}{{ m.content }}{% endif %}<|end|>"
            + "{% endfor %}";
    assertThatThrownBy(() -> ChatTemplate.compile(template).requireTrainedEndOfTurn(OPTIONS))
        .isInstanceOf(UserError.class)
        .hasMessageContaining("<|end|> stands outside its generation block");
  }

  @Test
  void aTemplateThatLeavesTheLastAnswerOpenIsRefused() {
    String template =
        "{% for m in messages %}<|{{ m.role }}|>{{ m.content }}"
            + "{% if not loop.last %}<|end|>{% endif %}{% endfor %}";
    assertThatThrownBy(() -> ChatTemplate.compile(template).requireTrainedEndOfTurn(OPTIONS))
        .isInstanceOf(UserError.class)
        .hasMessageContaining("no end-of-turn token behind the last answer");
    assertThatThrownBy(() -> trained(template, talk("a", "b")))
        .isInstanceOf(UserError.class)
        .hasMessageContaining("message 2")
        .hasMessageContaining("no end-of-turn token follows");
  }

  @Test
  void theEndOfTurnIsFoundWhateverFollowsIt() {
    assertThat(ChatTemplate.compile(CHATML).endOfTurn(OPTIONS)).hasValue("<|im_end|>");
    assertThat(ChatTemplate.compile(TRIMMING).endOfTurn(OPTIONS)).hasValue("<|end|>");
    ChatTemplate.compile(TRIMMING).requireTrainedEndOfTurn(OPTIONS);
  }

  @Test
  void aTemplateThatLoopsOverMissingToolsIsProbedWithoutTools() {
    String template =
        "{% for t in tools %}{{ t.name }}{% endfor %}"
            + "{% for m in messages %}<|{{ m.role }}|>{{ m.content }}</s>{% endfor %}";
    assertThat(ChatTemplate.compile(template).endOfTurn(OPTIONS)).hasValue("</s>");
  }

  @Test
  void aToolCallBelongsToItsTurn() {
    String template =
        """
        {%- for m in messages %}
        {{- '<|' + m.role + '|>' + m.content }}
        {%- for call in m.tool_calls or [] %}{{ call | tojson }}{% endfor %}
        {{- '</s>\\n' }}
        {%- endfor %}
        {%- if add_generation_prompt %}{{ '<|assistant|>' }}{% endif %}""";
    Map<String, Object> call =
        Map.of("role", "assistant", "content", "", "tool_calls", List.of(Map.of("name", "f")));
    Conversation conversation =
        Conversation.of(
            List.of(
                message("user", "go"),
                call,
                message("tool", "42"),
                message("assistant", "It is 42")));
    assertThat(trained(template, conversation))
        .containsExactly("{\"name\": \"f\"}</s>", "It is 42</s>");
  }

  @Test
  void contentInPartsIsFoundToo() {
    String template =
        "{% for m in messages %}<|{{ m.role }}|>{% for p in m.content %}{{ p.text }}{% endfor %}"
            + "</s>{% endfor %}{% if add_generation_prompt %}<|assistant|>{% endif %}";
    Conversation conversation =
        Conversation.of(
            List.of(
                message("user", List.of(Map.of("type", "text", "text", "q"))),
                message(
                    "assistant",
                    List.of(
                        Map.of("type", "text", "text", "a"),
                        Map.of("type", "text", "text", "b")))));
    assertThat(trained(template, conversation)).containsExactly("ab</s>");
  }

  @Test
  void keysWithNullAreDroppedAndReasoningHasBothNames() {
    Map<String, Object> answer = new HashMap<>();
    answer.put("role", "assistant");
    answer.put("content", null);
    answer.put("reasoning", "because");
    String template =
        "{% for m in messages %}{{ m.content is defined }} {{ m.reasoning_content }}"
            + " {{ m.thinking }}{% endfor %}";
    assertThat(
            ChatTemplate.compile(template).render(Conversation.of(List.of(answer)), OPTIONS).text())
        .isEqualTo("False because because");
  }

  @Test
  void theLastMessageCanBeContinued() {
    ChatTemplate chatml = ChatTemplate.compile(CHATML);
    ChatOptions continued = OPTIONS.withContinueFinalMessage("content");
    assertThat(chatml.render(talk("a", "not to "), continued).text())
        .endsWith("assistant\nnot to ");
    ChatTemplate trimming = ChatTemplate.compile(TRIMMING);
    assertThat(trimming.render(talk("a", "not to "), continued).text())
        .endsWith("<|assistant|>\nnot to");
    assertThatThrownBy(() -> chatml.render(talk("a", "b"), continued.withGenerationPrompt(true)))
        .isInstanceOf(TemplateException.class)
        .hasMessageContaining("not compatible");
  }

  @Test
  void anEmptyConversationIsRefused() {
    assertThatThrownBy(() -> ChatTemplate.compile(CHATML).render(talk(), OPTIONS))
        .isInstanceOf(TemplateException.class)
        .hasMessageStartingWith("Cannot apply chat template to an empty conversation.");
  }

  @Test
  void whatTheTemplateRaisesIsSaidInItsWords() {
    ChatTemplate template = ChatTemplate.compile("{{ raise_exception('No ' ~ messages|length) }}");
    assertThatThrownBy(() -> template.render(talk("a"), OPTIONS))
        .isInstanceOf(TemplateException.class)
        .hasMessage("No 1")
        .satisfies(
            error -> assertThat(((TemplateException) error).kind()).isEqualTo(ErrorKind.RAISED));
  }

  @Test
  void toolsAreNullWhenAbsentAsInTransformers() {
    ChatTemplate template =
        ChatTemplate.compile("{{ tools is defined }}{{ tools is none }}{{ documents }}");
    assertThat(template.render(talk("a"), OPTIONS).text()).isEqualTo("TrueTrueNone");
    Conversation tooled =
        new Conversation(talk("a").messages(), Arrays.asList(Map.of("name", "f")), null);
    assertThat(ChatTemplate.compile("{{ tools }}").render(tooled, OPTIONS).text())
        .isEqualTo("[{'name': 'f'}]");
  }
}
