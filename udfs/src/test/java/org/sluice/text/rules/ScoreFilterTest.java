package org.sluice.text.rules;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.StringReader;
import java.io.StringWriter;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.sluice.base.UserError;

class ScoreFilterTest {
  @Test
  void writesALineForEachDocumentAndProfile() throws IOException {
    assertThat(
            filtered(
                """
                {"id": "a", "text": "Too short.", "lang": "eng"}

                {"id": 7, "text": ""}
                """))
        .isEqualTo(
            """
            {"id":"a","profile":"fineweb@datatrove","keep":false,"reason":"short_line_ratio",\
            "scores":{"n_lines":1,"line_punct_ratio":1.0,"short_line_ratio":1.0,\
            "char_dup_ratio":0.0,"list_ratio":0.0}}
            {"id":7,"profile":"fineweb@datatrove","keep":false,"reason":"empty",\
            "scores":{"n_lines":0}}
            """);
  }

  @Test
  void namesTheBadLineButNotItsText() {
    assertThatThrownBy(() -> filtered("{\"id\": 1, \"text\": \"fine\"}\n{\"id\": secret\n"))
        .isInstanceOf(UserError.class)
        .hasMessageContaining("in.jsonl:2:")
        .hasMessageNotContaining("secret");
  }

  private static String filtered(String input) throws IOException {
    StringWriter out = new StringWriter();
    new ScoreFilter(Judge.of(List.of("fineweb@datatrove"), Map.of()))
        .filter(new BufferedReader(new StringReader(input)), out, "in.jsonl");
    return out.toString();
  }
}
