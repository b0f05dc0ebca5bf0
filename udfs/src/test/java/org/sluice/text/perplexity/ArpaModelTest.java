package org.sluice.text.perplexity;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.Test;

class ArpaModelTest {
  private static final String MODEL =
      """
      \\data\\
      ngram 1=5
      ngram 2=4
      ngram 3=2

      \\1-grams:
      -1.5\t<unk>
      0\t<s>\t-0.3
      -0.9\t</s>
      -0.7\tthe\t-0.2
      -1.1\tsea\t-0.4

      \\2-grams:
      -0.5\t<s> the\t-0.1
      -0.6\tthe sea\t-0.25
      -0.4\tsea </s>
      -0.8\tsea the

      \\3-grams:
      -0.2\t<s> the sea
      -0.3\tthe sea </s>

      \\end\\
      """;

  private static ArpaModel read(String text) throws IOException {
    return ArpaModel.read(new ByteArrayInputStream(text.getBytes(StandardCharsets.UTF_8)));
  }

  @Test
  void addsTheLongestKnownGramsAndBacksOff() throws IOException {
    ArpaModel model = read(MODEL);
    // <s> the, <s> the sea, the sea </s>
    assertThat(model.score(List.of("the", "sea"))).isCloseTo(-0.5 - 0.2 - 0.3, within(1e-6));
    // sea after <s>: back off from <s>; the after sea: the pair, <s> sea is not listed;
    // </s> after the: back off from the, sea the is listed without a weight
    assertThat(model.score(List.of("sea", "the")))
        .isCloseTo((-0.3 - 1.1) + -0.8 + (-0.2 - 0.9), within(1e-6));
    // an unknown word, and </s> after it
    assertThat(model.score(List.of("ship"))).isCloseTo((-0.3 - 1.5) - 0.9, within(1e-6));
  }

  @Test
  void perplexityIsThatOfAllLines() throws IOException {
    Perplexity perplexity = new Perplexity(read(MODEL), Sentences.lines(Sentences.Tokens.WORDS));
    double sum = -1.0 - 1.0;
    assertThat(perplexity.of("The  SEA\n\nthé sea"))
        .isEqualTo(Math.rint(Math.pow(10, -sum / 6) * 10) / 10);
    assertThat(perplexity.of("\n")).isNaN();
  }

  @Test
  void whatIsNoWholeModelIsRefused() {
    assertThatThrownBy(() -> read("no model")).hasMessage("no ARPA file");
    assertThatThrownBy(() -> read(MODEL.substring(0, 200)))
        .isInstanceOf(IOException.class)
        .hasMessageContaining("cut off");
  }
}
