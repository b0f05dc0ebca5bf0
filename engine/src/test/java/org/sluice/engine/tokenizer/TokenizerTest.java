package org.sluice.engine.tokenizer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.sluice.base.UserError;

class TokenizerTest {
  private static final Path TINY = Path.of("src/test/resources/golden/tiny");
  private static Tokenizer tokenizer;
  private static JsonNode expected;

  @BeforeAll
  static void open() throws IOException {
    Path file = TINY.resolve("tokenizer.json");
    tokenizer = Tokenizer.of(Files.readString(file), file);
    expected = new ObjectMapper().readTree(Files.readString(TINY.resolve("expected.json")));
  }

  @AfterAll
  static void close() {
    tokenizer.close();
  }

  @Test
  void idsAndPlacesAreThoseOfHuggingFace() {
    for (int i = 0; i < expected.path("prompts").size(); i++) {
      Encoded found = tokenizer.encode(expected.path("prompts").get(i).asText(), true);
      JsonNode ids = expected.path("ids").get(i);
      JsonNode offsets = expected.path("offsets").get(i);
      assertThat(found.ids()).hasSize(ids.size());
      for (int t = 0; t < ids.size(); t++) {
        assertThat(found.ids()[t]).isEqualTo(ids.get(t).asInt());
        assertThat(found.starts()[t]).isEqualTo(offsets.get(t).get(0).asInt());
        assertThat(found.ends()[t]).isEqualTo(offsets.get(t).get(1).asInt());
      }
    }
  }

  @Test
  void placesCountCodePoints() {
    Encoded found = tokenizer.encode("🙂🙂x", false);
    assertThat(found.starts()[found.starts().length - 1]).isEqualTo(2);
    assertThat(found.ends()[found.ends().length - 1]).isEqualTo(3);
  }

  @Test
  void specialTokensAreWholeAndCanBeLeftOut() {
    int[] ids = tokenizer.ids("<|im_start|>It's<|im_end|>", false);
    assertThat(ids[0]).isEqualTo(1);
    assertThat(ids[ids.length - 1]).isEqualTo(2);
    assertThat(tokenizer.decode(ids, true)).isEqualTo("It's");
    assertThat(tokenizer.decode(ids, false)).isEqualTo("<|im_start|>It's<|im_end|>");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"", " ", "\u0000", "\uD800", "a\uDC00\uD800b", "🙂", "\u202E\uFFFF", "\r\n\t"})
  void takesHostileText(String text) {
    int[] ids = tokenizer.ids(text, true);
    assertThat(tokenizer.decode(ids, false))
        .isEqualTo(text.replaceAll("[\\uD800-\\uDFFF]", "\ufffd"));
    assertThat(tokenizer.batch(List.of(text, text), true)).allMatch(b -> b.length == ids.length);
  }

  @Test
  void refusesAModelWithTooFewEmbeddings() {
    tokenizer.checkFits(352, "model");
    assertThatThrownBy(() -> tokenizer.checkFits(351, "out/model"))
        .isInstanceOf(UserError.class)
        .hasMessageContaining("out/model:tokenizer: the tokenizer does not fit the model")
        .hasMessageContaining("352 tokens")
        .hasMessageContaining("351");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"", "{", "[]", "{}", "{\"model\":{\"type\":\"BPE\",\"vocab\":{\"a\":0}}}"})
  void refusesWhatIsNoTokenizer(String json) {
    assertThatThrownBy(() -> Tokenizer.of(json, "dir").close())
        .isInstanceOf(UserError.class)
        .hasMessageStartingWith("dir:tokenizer.json: cannot be read as a tokenizer");
  }
}
