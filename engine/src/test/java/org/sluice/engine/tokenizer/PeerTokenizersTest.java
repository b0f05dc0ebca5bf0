package org.sluice.engine.tokenizer;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIfEnvironmentVariable;
import org.sluice.engine.tokenizer.unigram.Piece;
import org.sluice.engine.tokenizer.unigram.UnigramOptions;
import org.sluice.engine.tokenizer.unigram.UnigramTrainer;

/**
 * What the trainers of Hugging Face and SentencePiece make of the same text: make_tokenizers.py.
 */
class PeerTokenizersTest {
  private static final Path GOLDEN = Path.of("src/test/resources/golden");
  private static final List<String> SPECIAL = List.of("<|endoftext|>");

  @Test
  void onASmallText() throws Exception {
    compare(Files.readString(GOLDEN.resolve("tiny/corpus.txt")).replace('\u001e', '\n'), "tiny");
  }

  @Test
  @Tag("long")
  @EnabledIfEnvironmentVariable(named = "SLUICE_SHARED", matches = ".+")
  void onShakespeare() throws Exception {
    Path text = Path.of(System.getenv("SLUICE_SHARED"), "data", "tinyshakespeare", "input.txt");
    compare(Files.readString(text), "shakespeare");
  }

  private static void compare(String text, String name) throws Exception {
    JsonNode golden =
        new ObjectMapper().readTree(Files.readString(GOLDEN.resolve("tokenizers.json"))).get(name);
    merges(text, golden.get("bpe"));
    pieces(text, golden.get("unigram"));
  }

  /** The very merges of Hugging Face's trainer. */
  private static void merges(String text, JsonNode golden) throws Exception {
    VocabularyOptions options =
        new VocabularyOptions(
            golden.get("vocab_size").asInt(),
            1,
            SPECIAL,
            Optional.empty(),
            SPECIAL.get(0),
            SPECIAL.get(0),
            Optional.empty());
    String json = new BpeTrainer(options).addText(text).train().tokenizerJson();
    List<String> merges = new ArrayList<>();
    new ObjectMapper()
        .readTree(json)
        .path("model")
        .path("merges")
        .forEach(merge -> merges.add(merge.asText()));
    assertThat(merges).hasSize(golden.get("merges").asInt());
    assertThat(sha256(String.join("\n", merges))).isEqualTo(golden.get("sha256").asText());
    try (Tokenizer tokenizer = Tokenizer.of(json, "here")) {
      assertThat(tokenizer.ids(text, false)).hasSize(golden.get("tokens").asInt());
    }
  }

  /** As many pieces, which cut the text into no more tokens than SentencePiece's. */
  private static void pieces(String text, JsonNode golden) throws IOException {
    int size = golden.get("pieces").asInt();
    List<Piece> pieces = new UnigramTrainer(UnigramOptions.of(size, 1)).addText(text).train();
    assertThat(pieces).hasSize(size);
    UnigramTokenizer tokenizer =
        new UnigramTokenizer(
            new VocabularyOptions(
                size + 258,
                1,
                SPECIAL,
                Optional.empty(),
                SPECIAL.get(0),
                SPECIAL.get(0),
                Optional.empty()),
            1);
    try (Tokenizer made = Tokenizer.of(tokenizer.addText(text).train().tokenizerJson(), "here")) {
      int tokens = 0;
      for (String line : text.split("\n")) {
        tokens += made.ids(line, false).length;
      }
      assertThat(tokens).isLessThanOrEqualTo(golden.get("tokens").asInt());
    }
  }

  private static String sha256(String text) throws Exception {
    byte[] digest =
        MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.UTF_8));
    return HexFormat.of().formatHex(digest);
  }
}
