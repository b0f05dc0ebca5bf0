package org.sluice.engine.tokenizer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.Test;

class BpeTrainerTest {
  private static final Path TINY = Path.of("src/test/resources/golden/tiny");
  private static final List<String> SPECIAL =
      List.of("<|endoftext|>", "<|im_start|>", "<|im_end|>");

  private static VocabularyOptions options(int vocabSize) {
    return new VocabularyOptions(
        vocabSize,
        1,
        SPECIAL,
        Optional.of("<|im_start|>"),
        "<|im_end|>",
        SPECIAL.get(0),
        Optional.empty());
  }

  private static List<String> corpus() throws IOException {
    return List.of(Files.readString(TINY.resolve("corpus.txt")).split("\u001e"));
  }

  @Test
  void learnsTheTokensAndMergesThatHuggingFaceLearns() throws IOException {
    BpeTrainer trainer = new BpeTrainer(options(352));
    corpus().forEach(trainer::addText);
    JsonNode found = new ObjectMapper().readTree(trainer.train().tokenizerJson()).path("model");
    JsonNode expected =
        new ObjectMapper().readTree(Files.readString(TINY.resolve("tokenizer.json"))).path("model");
    List<String> merges = new ArrayList<>();
    expected.path("merges").forEach(m -> merges.add(m.get(0).asText() + " " + m.get(1).asText()));
    List<String> foundMerges = new ArrayList<>();
    found.path("merges").forEach(m -> foundMerges.add(m.asText()));
    assertThat(foundMerges).containsExactlyElementsOf(merges);
    assertThat(found.path("vocab")).isEqualTo(expected.path("vocab"));
  }

  @Test
  void theOrderOfTheTextsDoesNotMatter() throws IOException {
    List<String> texts = new ArrayList<>(corpus());
    BpeTrainer one = new BpeTrainer(options(600));
    texts.forEach(one::addText);
    Collections.shuffle(texts, new Random(1));
    BpeTrainer other = new BpeTrainer(options(600));
    texts.forEach(other::addText);
    assertThat(other.train()).isEqualTo(one.train());
  }

  @Test
  void stopsWhenNothingIsLeftToMerge() {
    TrainedTokenizer trained = new BpeTrainer(options(1000)).addText("ab ab").train();
    try (Tokenizer tokenizer = Tokenizer.of(trained.tokenizerJson(), "here")) {
      assertThat(tokenizer.size()).isEqualTo(3 + 256 + 2); // ab, then blank + ab
      assertThat(tokenizer.ids("ab ab", true)).containsExactly(259, 260);
    }
  }

  @Test
  void spellsWhatItNeverSaw() {
    TrainedTokenizer trained = new BpeTrainer(options(300)).addText("abc").train();
    try (Tokenizer tokenizer = Tokenizer.of(trained.tokenizerJson(), "here")) {
      String text = "  Ωmega\u0000 🙂\r\n\u3000完";
      assertThat(tokenizer.decode(tokenizer.ids(text, false), false)).isEqualTo(text);
    }
  }

  @Test
  void refusesAVocabularyThatCannotHoldTheBytes() {
    assertThatThrownBy(() -> options(258)).hasMessage("vocab_size must be at least 259, got 258");
  }
}
