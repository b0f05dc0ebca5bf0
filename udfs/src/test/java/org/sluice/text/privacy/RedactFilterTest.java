package org.sluice.text.privacy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.StringReader;
import java.io.StringWriter;
import org.junit.jupiter.api.Test;
import org.sluice.base.UserError;

class RedactFilterTest {
  private static String run(String lines, RedactFilter.Output output) throws IOException {
    StringWriter out = new StringWriter();
    BufferedReader in = new BufferedReader(new StringReader(lines));
    RedactFilter.run(DetectorExamplesTest.all(), in, "docs.jsonl", out, output);
    return out.toString();
  }

  @Test
  void writesTheRedactedText() throws IOException {
    assertThat(
            run(
                """
                {"id": "a", "text": "to ana@example.org", "source": "web"}

                {"id": 7, "text": null}
                """,
                RedactFilter.Output.TEXT))
        .isEqualTo(
            """
            {"id":"a","text":"to <EMAIL>"}
            {"id":7,"text":null}
            """);
  }

  @Test
  void writesSpansWithoutTheText() throws IOException {
    assertThat(run("{\"id\":\"a\",\"text\":\"😀 ana@example.org\"}", RedactFilter.Output.SPANS))
        .isEqualTo(
            """
            {"id":"a","entities":[{"type":"EMAIL","start":2,"end":17,"score":1.0}]}
            """);
  }

  @Test
  void namesTheBadLineButNotItsText() {
    assertThatThrownBy(
            () -> run("{\"id\":1,\"text\":\"\"}\n{\"text\": \"secret", RedactFilter.Output.TEXT))
        .isInstanceOf(UserError.class)
        .hasMessageStartingWith("docs.jsonl:2: no valid JSON")
        .hasMessageNotContaining("secret");
    assertThatThrownBy(() -> run("{\"id\": 1}", RedactFilter.Output.TEXT))
        .hasMessageStartingWith("docs.jsonl:1: the object has no string 'text'");
    assertThatThrownBy(() -> run("[1]", RedactFilter.Output.TEXT))
        .hasMessageStartingWith("docs.jsonl:1: a line must hold one JSON object");
  }
}
