package org.sluice.engine.tokenizer;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.Test;

class UnigramTokenizerTest {
  private static final List<String> SPECIAL = List.of("<|endoftext|>");

  private static TrainedTokenizer trained(List<String> texts, int vocabSize) {
    VocabularyOptions options =
        new VocabularyOptions(
            vocabSize,
            1,
            SPECIAL,
            Optional.empty(),
            SPECIAL.get(0),
            SPECIAL.get(0),
            Optional.empty());
    UnigramTokenizer trainer = new UnigramTokenizer(options, 1);
    texts.forEach(trainer::addText);
    return trainer.train();
  }

  private static List<String> corpus() throws IOException {
    Path tiny = Path.of("src/test/resources/golden/tiny/corpus.txt");
    return List.of(Files.readString(tiny).split("\u001e"));
  }

  @Test
  void theOrderOfTheTextsDoesNotMatter() throws IOException {
    List<String> texts = new ArrayList<>(corpus());
    TrainedTokenizer one = trained(texts, 600);
    Collections.shuffle(texts, new Random(1));
    assertThat(trained(texts, 600)).isEqualTo(one);
  }

  @Test
  void everyTextComesBack() throws IOException {
    try (Tokenizer tokenizer = Tokenizer.of(trained(corpus(), 600).tokenizerJson(), "here")) {
      for (String text : List.of("  Ωmega\u0000 🙂\r\n\u3000完", "a\n b\tc  d", "It fell.", " ")) {
        assertThat(tokenizer.decode(tokenizer.ids(text, false), false)).isEqualTo(text);
      }
    }
  }

  @Test
  void wordsThatComeOftenArePieces() {
    String text = "the cat and the hat and the bat".concat(" the sea").repeat(20);
    try (Tokenizer tokenizer =
        Tokenizer.of(trained(List.of(text), 258 + 40).tokenizerJson(), "here")) {
      assertThat(tokenizer.ids(" and the sea", false)).hasSize(3);
    }
  }
}
