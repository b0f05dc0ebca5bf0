package org.sluice.engine.tokenizer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.sluice.base.UserError;
import org.sluice.engine.file.Checkpoint;
import org.sluice.engine.file.Tiny;

/** Vocabularies of SentencePiece and tiktoken: golden/sentencepiece, by make_sentencepiece.py. */
class SentencePieceTest {
  private static final Path GOLDEN = Path.of("src/test/resources/golden/sentencepiece");
  private static final Map<String, Object> BARE =
      Map.of("add_bos_token", false, "add_eos_token", false);

  @TempDir Path scratch;

  @ParameterizedTest
  @ValueSource(strings = {"bpe_bytes", "bpe_symbols", "unigram_table", "unigram_symbols"})
  void encodesAsSentencePieceDoes(String name) throws IOException {
    byte[] model = Files.readAllBytes(GOLDEN.resolve(name + ".model"));
    JsonNode cases = new ObjectMapper().readTree(GOLDEN.resolve(name + ".json").toFile());
    List<String> found = new ArrayList<>();
    List<String> wanted = new ArrayList<>();
    try (Tokenizer tokenizer = Tokenizer.of(SentencePiece.tokenizerJson(model, BARE, name), name)) {
      for (JsonNode one : cases) {
        String text = one.path("text").asText();
        boolean atSymbol = text.contains("> c"); // its blanks are taken for the text's borders
        boolean spelt = text.equals("<0x41>"); // taken for that piece, as in any tokenizer.json
        if (name.equals("unigram_symbols") && (atSymbol || spelt)) {
          continue;
        }
        wanted.add(text + one.path("ids").toString().replace(",", ", "));
        found.add(text + Arrays.toString(tokenizer.ids(text, true)));
      }
    }
    assertThat(found).containsExactlyElementsOf(wanted);
  }

  @Test
  void aFolderWithAModelOfSentencePieceWorks() throws IOException {
    Path folder = Tiny.copy(scratch.resolve("folder"));
    Files.delete(folder.resolve("tokenizer.json"));
    Files.delete(folder.resolve("tokenizer_config.json"));
    Files.copy(GOLDEN.resolve("bpe_bytes.model"), folder.resolve("tokenizer.model"));
    try (Checkpoint checkpoint = Checkpoint.open(folder);
        Tokenizer tokenizer = Tokenizer.of(checkpoint.tokenizerJson(), folder)) {
      int[] ids = tokenizer.ids("The board \u4e2d", true);
      assertThat(ids[0]).isEqualTo(1); // BOS
      assertThat(tokenizer.decode(ids, true)).isEqualTo("The board \u4e2d");
    }
  }

  @Test
  void everyDamagedModelIsRefused() throws IOException {
    byte[] model = Files.readAllBytes(GOLDEN.resolve("bpe_symbols.model"));
    for (int length = 0; length < model.length; length += 7) {
      byte[] cut = Arrays.copyOf(model, length);
      try {
        SentencePiece.tokenizerJson(cut, Map.of(), "cut.model");
      } catch (UserError e) {
        assertThat(e.getMessage()).contains("cut.model").doesNotContain("\n");
      }
    }
    assertThatThrownBy(() -> SentencePiece.tokenizerJson(new byte[] {8, 1}, Map.of(), "x.model"))
        .isInstanceOf(UserError.class)
        .hasMessageContaining("x.model: is no SentencePiece model");
  }

  /** A byte-level vocabulary whose merges are in the order of its tokens, as tiktoken's are. */
  @Test
  void ranksOfTiktokenGiveTheMergesBack() throws IOException {
    JsonNode json = new ObjectMapper().readTree(Tiny.FOLDER.resolve("tokenizer.json").toFile());
    List<String> lines = new ArrayList<>();
    json.path("model")
        .path("vocab")
        .properties()
        .forEach(e -> line(e.getKey(), e.getValue().asInt(), lines));
    byte[] file = String.join("\n", lines).getBytes(StandardCharsets.UTF_8);
    assertThat(Tiktoken.is(file)).isTrue();
    try (Tokenizer found =
            Tokenizer.of(Tiktoken.tokenizerJson(file, Map.of(), "gpt2.tiktoken"), "tiktoken");
        Tokenizer wanted = Tokenizer.of(json.toString(), "tiny")) {
      for (String text : Files.readAllLines(Tiny.FOLDER.resolve("corpus.txt")).subList(0, 20)) {
        assertThat(found.ids(text, false)).as(text).isEqualTo(wanted.ids(text, false));
      }
    }
    assertThatThrownBy(
            () ->
                Tiktoken.tokenizerJson(
                    "IQ== 0\nIg== x".getBytes(StandardCharsets.UTF_8), Map.of(), "bad.tiktoken"))
        .isInstanceOf(UserError.class)
        .hasMessageContaining("bad.tiktoken:2: is no token and rank");
  }

  private static void line(String token, int rank, List<String> lines) {
    StringBuilder alphabet = new StringBuilder();
    for (int b = 0; b < 256; b++) {
      alphabet.append(ByteAlphabet.of(b));
    }
    byte[] bytes = new byte[token.length()];
    for (int i = 0; i < bytes.length; i++) {
      int place = alphabet.indexOf(token.substring(i, i + 1));
      if (place < 0) {
        return; // a special token
      }
      bytes[i] = (byte) place;
    }
    lines.add(Base64.getEncoder().encodeToString(bytes) + " " + rank);
  }
}
