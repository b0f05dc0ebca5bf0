package org.sluice.text.prompt;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Map;
import org.junit.jupiter.api.Test;
import org.sluice.text.prompt.jinja.TemplateException;

class PromptsTest {
  @Test
  void alpacaWithInput() {
    assertThat(AlpacaPrompt.prompt("Add 100% of it.", "x"))
        .isEqualTo(
            """
            Below is an instruction that describes a task, paired with an input that provides further context. Write a response that appropriately completes the request.

            ### Instruction:
            Add 100% of it.

            ### Input:
            x

            ### Response:""");
  }

  @Test
  void alpacaWithoutInput() {
    assertThat(AlpacaPrompt.prompt(" Say hi. ", ""))
        .isEqualTo(
            """
            Below is an instruction that describes a task. Write a response that appropriately completes the request.

            ### Instruction:
             Say hi.\s

            ### Response:""");
  }

  @Test
  void aBlankCountsAsInputAndNullDoesNot() {
    assertThat(AlpacaPrompt.prompt("a", " ")).contains("### Input:\n \n");
    assertThat(AlpacaPrompt.prompt("a", null)).doesNotContain("### Input:");
  }

  @Test
  void theTargetIsClosedByTheEndOfText() {
    assertThat(AlpacaPrompt.target("out ", "</s>")).isEqualTo("out </s>");
  }

  @Test
  void aRecipesOwnPromptSeesTheColumns() {
    PromptTemplate template =
        PromptTemplate.compile(
            "Text: {{ sentence }}\nTone{% if hint %} ({{ hint }}){% endif %}:", " {{ label }}");
    assertThat(template.columns()).containsExactly("hint", "label", "sentence");
    assertThat(template.render(Map.of("sentence", "{{ x }} up 5%", "label", "good", "hint", "")))
        .isEqualTo(new PromptTemplate.Example("Text: {{ x }} up 5%\nTone:", " good"));
  }

  @Test
  void variablesThatThePromptSetsItselfAreNoColumns() {
    PromptTemplate template =
        PromptTemplate.compile(
            "{% set n = namespace(a=1) %}{% for w in words %}{{ w }}{{ loop.index }}{% endfor %}"
                + "{% macro m(p) %}{{ p }}{% endmacro %}{{ m(n.a) }}{{ range(2) }}",
            "");
    assertThat(template.columns()).containsExactly("words");
  }

  @Test
  void wrongSyntaxIsSaidWhenCompiling() {
    assertThatThrownBy(() -> PromptTemplate.compile("{{ a ", ""))
        .isInstanceOf(TemplateException.class)
        .hasMessageContaining("unexpected end of template");
  }
}
