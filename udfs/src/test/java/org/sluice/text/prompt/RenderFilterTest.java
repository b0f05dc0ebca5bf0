package org.sluice.text.prompt;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.sluice.base.UserError;

class RenderFilterTest {
  @TempDir Path folder;

  @BeforeEach
  void writeTemplates() throws IOException {
    Files.createDirectories(folder.resolve("more"));
    Files.writeString(
        folder.resolve("plain.jinja"),
        "{{ bos_token }}{% for m in messages %}{{ m.role }}: {{ m.content }}\n{% endfor %}"
            + "{% if add_generation_prompt %}>{% endif %}{{ extra }}");
    Files.writeString(
        folder.resolve("more/strict.jinja"),
        "\n{% if messages[0].role != 'user' %}{{ raise_exception('user first') }}{% endif %}"
            + "{{ strftime_now('%d %b %Y') }}");
  }

  private String run(byte[] input) throws IOException {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    new RenderFilter(TemplateFolders.of(List.of(folder)))
        .run("cases.jsonl", new ByteArrayInputStream(input), out);
    return out.toString(StandardCharsets.UTF_8);
  }

  private String run(String input) throws IOException {
    return run(input.getBytes(StandardCharsets.UTF_8));
  }

  @Test
  void rendersALineForEachLine() throws IOException {
    assertThat(
            run(
                """
                {"id": "a", "template": "plain", "messages": [{"role": "user", "content": "é{{x}}"}], \
                "options": {"add_generation_prompt": true}, "special_tokens": {"bos_token": "<s>"}, \
                "kwargs": {"extra": 1.0}}

                {"template": "strict", "conversation": "c", "now": "2025-03-07T09:05:03", \
                "messages": [{"role": "user", "content": "x"}]}
                {"template": "strict", "messages": [{"role": "system", "content": "x"}]}
                """))
        .isEqualTo(
            """
            {"id": "a", "output": "<s>user: é{{x}}\\n>1.0"}
            {"id": "strict/c", "output": "\\n07 Mar 2025"}
            {"id": 3, "error": {"kind": "raised", "message": "user first", "line": 2}}
            """);
  }

  @Test
  void readsGzipAndWritesHalfSurrogatesAsEscapes() throws IOException {
    ByteArrayOutputStream zipped = new ByteArrayOutputStream();
    try (GZIPOutputStream gzip = new GZIPOutputStream(zipped)) {
      gzip.write(
          "{\"id\": 1, \"template\": \"plain\", \"messages\": [{\"role\": \"é\", \"content\": \"\\ud800\"}]}"
              .getBytes(StandardCharsets.UTF_8));
    }
    assertThat(run(zipped.toByteArray()))
        .isEqualTo("{\"id\": 1, \"output\": \"\\u00e9: \\ud800\\n\"}\n");
  }

  @Test
  void anUnknownTemplateIsAnsweredWithTheNearestName() {
    assertThatThrownBy(() -> run("{\"template\": \"plane\", \"messages\": []}"))
        .isInstanceOf(UserError.class)
        .hasMessage("cases.jsonl:1: there is no template 'plane'; nearest name: 'plain'");
  }

  @Test
  void aBrokenLineIsNamed() {
    assertThatThrownBy(() -> run("\n{\"template\": \n"))
        .isInstanceOf(UserError.class)
        .hasMessage("cases.jsonl:2: this line is no JSON; write one object on each line");
    assertThatThrownBy(() -> run("{\"template\": \"plain\", \"messages\": [1]}"))
        .isInstanceOf(UserError.class)
        .hasMessageContaining("cases.jsonl:1: messages must be a list of objects");
  }

  @Test
  void aTemplateThatIsNoneIsNamedWithItsLine() throws IOException {
    Files.writeString(folder.resolve("broken.jinja"), "a\n{% if %}");
    assertThatThrownBy(
            () ->
                run(
                    "{\"template\": \"broken\", \"messages\": [{\"role\": \"user\", \"content\": \"\"}]}"))
        .isInstanceOf(UserError.class)
        .hasMessageContaining("broken.jinja:2: this is no Jinja template");
  }

  @Test
  void oneTemplateServesAllLines() throws IOException {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    new RenderFilter(TemplateFolders.single(folder.resolve("more/strict.jinja")))
        .run(
            "in",
            new ByteArrayInputStream(
                "{\"now\": \"2025-01-02T00:00:00\", \"messages\": [{\"role\": \"user\", \"content\": \"\"}]}"
                    .getBytes(StandardCharsets.UTF_8)),
            out);
    assertThat(out.toString(StandardCharsets.UTF_8))
        .isEqualTo("{\"id\": 1, \"output\": \"\\n02 Jan 2025\"}\n");
  }
}
