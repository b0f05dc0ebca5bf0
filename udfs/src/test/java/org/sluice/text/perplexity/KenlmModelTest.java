package org.sluice.text.perplexity;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Models that KenLM packed, and the scores that its own query gives: make_kenlm.py. */
class KenlmModelTest {
  private static final Path FILES = Path.of("src/test/resources/org/sluice/text/kenlm");

  private static void compare(NgramModel model, String name) throws IOException {
    JsonNode golden = new ObjectMapper().readTree(Files.readString(FILES.resolve("scores.json")));
    JsonNode scores = golden.get("scores").get(name);
    assertThat(model.order()).isEqualTo(4);
    for (int i = 0; i < scores.size(); i++) {
      String sentence = golden.get("sentences").get(i).asText();
      assertThat(model.score(List.of(sentence.split(" "))))
          .as(sentence)
          .isCloseTo(scores.get(i).asDouble(), within(2e-5));
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"probing", "trie", "quantised", "pointers", "both"})
  void scoresAsQueryDoes(String name) throws IOException {
    compare(KenlmModel.open(FILES.resolve(name + ".bin")), name);
  }

  @Test
  void theArpaFormatToo() throws IOException {
    try (InputStream in = Files.newInputStream(FILES.resolve("model.arpa"))) {
      compare(ArpaModel.read(in), "arpa");
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"probing", "trie", "both"})
  void brokenFilesAreErrorsOrModels(String name, @TempDir Path folder) throws IOException {
    byte[] whole = Files.readAllBytes(FILES.resolve(name + ".bin"));
    Path file = folder.resolve("broken.bin");
    for (int length : new int[] {0, 10, 60, 100, 200, whole.length / 2}) {
      Files.write(file, Arrays.copyOf(whole, length));
      assertThatThrownBy(() -> KenlmModel.open(file)).isInstanceOf(IOException.class);
    }
    Random random = new Random(1);
    for (int i = 0; i < 300; i++) {
      byte[] broken = whole.clone();
      broken[random.nextInt(160)] = (byte) random.nextInt();
      Files.write(file, broken);
      try {
        KenlmModel.open(file).score(List.of("the", "sea", "is"));
      } catch (IOException e) {
        assertThat(e).hasMessageMatching(".*(KenLM|model|quantisation).*");
      }
    }
  }
}
