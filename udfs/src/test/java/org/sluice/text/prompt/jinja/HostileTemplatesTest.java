package org.sluice.text.prompt.jinja;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Assertions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class HostileTemplatesTest {
  @ParameterizedTest
  @ValueSource(
      strings = {
        "{% for a in range(100000) %}{% for b in range(100000) %}{% endfor %}{% endfor %}",
        "{% for a in range(99999) %}{{ 'x' * 10000 }}{% endfor %}",
        "{{ 'x' * 999999999 }}",
        "{{ [0] * 999999999 }}",
        "{{ 9 ** (9 ** 9) }}",
        "{{ range(10 ** 18) }}",
        "{{ '%999999999d' % 1 }}",
        "{{ '{:>999999999}'.format(1) }}",
        "{{ 'a'.center(999999999) }}",
        "{{ 'a'|indent(999999999) }}",
        "{% set ns = namespace(s='ab') %}{% for i in range(99) %}{% set ns.s = ns.s ~ ns.s %}{% endfor %}",
        "{% set ns = namespace(l=[1]) %}{% for i in range(99) %}{% set ns.l = ns.l + ns.l %}{% endfor %}",
        "{% set ns = namespace(l=[]) %}{% for i in range(99) %}{% set ns.l = [ns.l, ns.l] %}{% endfor %}{{ ns.l }}",
        "{% set ns = namespace(l=[]) %}{% for i in range(99) %}{% set ns.l = [ns.l, ns.l] %}{% endfor %}{{ ns.l|tojson }}",
        "{% macro m() %}{{ m() }}{% endmacro %}{{ m() }}",
        "{% for x in [1] recursive %}{{ loop([1]) }}{% endfor %}",
        "{% set big = 'a' * 9999999 %}{% for i in range(99999) %}{{ big.count('b') }}{% endfor %}",
        "{% set big = 'a' * 9999999 %}{% for i in range(99999) %}{% if 'b' in big %}{% endif %}{% endfor %}",
        "{% set big = [0] * 999999 %}{% for i in range(99999) %}{{ big|sum }}{% endfor %}",
        "{{ ('<' * 9999999)|striptags|length * 'x' * 99999999 }}",
        "{{ 'a'.replace('', 'b' * 9999999).replace('b', 'c' * 9999999) }}",
        "{{ (-2) ** 99999999 }}",
        "{% for i in [1]|batch(999999999, 0) %}{% endfor %}"
      })
  void endInAClearErrorSoon(String template) {
    Assertions.assertTimeoutPreemptively(
        Duration.ofSeconds(20),
        () ->
            assertThatThrownBy(() -> Template.compile(template).render(Map.of()))
                .isInstanceOf(TemplateException.class)
                .satisfies(
                    error ->
                        assertThat(((TemplateException) error).kind()).isEqualTo(ErrorKind.OTHER)));
  }

  @ParameterizedTest
  @ValueSource(strings = {"(", "[", "{1:", "-", "not ", "a[", "a(", "1 if 1 else "})
  void deepNestingIsRefusedWhenCompiling(String opening) {
    assertThatThrownBy(() -> Template.compile("{{ " + opening.repeat(100_000) + "1 }}"))
        .isInstanceOf(TemplateException.class);
  }

  @ParameterizedTest
  @ValueSource(strings = {" + 1", "|abs", ".real", " ~ 1", " and 1", "[0]", " if 1 else 1"})
  void longChainsRenderOrEndInAnError(String link) {
    String template = "{{ 1" + link.repeat(30_000) + " }}";
    try {
      Template.compile(template).render(Map.of());
    } catch (TemplateException tooDeep) {
      assertThat(tooDeep.kind()).isIn(ErrorKind.OTHER, ErrorKind.UNDEFINED);
    }
  }

  @Test
  void deepBlocksAreRefusedWhenCompiling() {
    String template = "{% if 1 %}".repeat(50_000) + "{% endif %}".repeat(50_000);
    assertThatThrownBy(() -> Template.compile(template))
        .isInstanceOf(TemplateException.class)
        .hasMessageContaining("nested too deeply");
  }

  @Test
  void deepDataEndInAnErrorAndNotInADeadThread() {
    List<Object> deep = new ArrayList<>();
    for (int i = 0; i < 200_000; i++) {
      deep = new ArrayList<>(List.of(deep));
    }
    Map<String, Object> data = Map.of("deep", deep);
    assertThatThrownBy(() -> Template.compile("{{ deep }}").render(data))
        .isInstanceOf(TemplateException.class)
        .hasMessageContaining("recursion");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{{ ''.__class__.__mro__ }}",
        "{{ m.__init__.__globals__ }}",
        "{{ {}['__class__'].x }}",
        "{{ '{0.__class__.x}'.format(1) }}",
        "{{ [].append(1) }}",
        "{{ {}.update({'a': 1}) }}",
        "{{ namespace(__x=1) }}"
      })
  void theSandboxHolds(String template) {
    assertThatThrownBy(() -> Template.compile(template).render(Map.of("m", "text")))
        .isInstanceOf(TemplateException.class)
        .satisfies(
            error -> assertThat(((TemplateException) error).kind()).isEqualTo(ErrorKind.SECURITY));
  }

  @Test
  void dataAreNeverReadAsATemplate() {
    String text = "{{ 7 * 7 }}{% for x in y %}{# c #}{{ raise_exception('x') }}\ud800";
    assertThat(
            Template.compile("[{{ a }}|{{ [a] | first }}|{{ a ~ '' }}]").render(Map.of("a", text)))
        .isEqualTo("[" + text + "|" + text + "|" + text + "]");
  }

  @Test
  void anErrorNamesItsLine() {
    Template template = Template.compile("a\n{% if true %}\n  b\n  {{ missing.x }}\n{% endif %}");
    assertThatThrownBy(() -> template.render(Map.of()))
        .isInstanceOf(TemplateException.class)
        .hasMessage("'missing' is undefined")
        .satisfies(error -> assertThat(((TemplateException) error).line()).isEqualTo(4));
  }

  @Test
  void wrongSyntaxNamesItsLine() {
    assertThatThrownBy(() -> Template.compile("a\nb\n{% if x %}\n{% endfor %}"))
        .isInstanceOf(TemplateException.class)
        .hasMessageStartingWith("Encountered unknown tag 'endfor'.")
        .satisfies(
            error -> {
              assertThat(((TemplateException) error).line()).isEqualTo(4);
              assertThat(((TemplateException) error).kind()).isEqualTo(ErrorKind.SYNTAX);
            });
  }
}
