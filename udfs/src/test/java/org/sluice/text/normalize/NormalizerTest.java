package org.sluice.text.normalize;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class NormalizerTest {
  @ParameterizedTest
  @CsvSource({
    "itâ€™s, it’s",
    "â€œquotedâ€\u009D, “quoted”",
    "cafÃ© crÃ¨me, café crème",
    "5Â°C, 5°C",
    "ðŸ˜€, 😀",
    "Ð¿Ñ€Ð¸Ð²ÐµÑ‚, привет",
    "ä¸­å›½, 中国",
    "Ã¢â‚¬â„¢, ’",
    "naÃ¯ve rÃ©sumÃ©, naïve résumé",
  })
  void mendsUtf8ThatWasReadAsWindows1252(String damaged, String meant) {
    assertThat(Normalizer.USUAL.normalize(damaged)).isEqualTo(meant);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "« le passé…» dit-il",
        "IRMû E MÃE",
        "NÃO, Âmbar, São Paulo",
        "El Niño y la cigüeña",
        "Ðóra, Þór",
        "привет, 世界",
        "x² ± 3 µm",
        "naïve café",
        "👩‍👩‍👧 ok",
        "می‌خواهم"
      })
  void leavesGoodTextAlone(String text) {
    assertThat(Normalizer.USUAL.normalize(text)).isSameAs(text);
  }

  @Test
  void removesWhatCarriesNoText() {
    assertThat(Normalizer.USUAL.normalize("\uFEFFa\u0000b\u200Bc\u00ADd\u001B[0m\uD800e\uFFFF"))
        .isEqualTo("abcd[0m\uFFFDe");
  }

  @Test
  void tidiesWhiteSpace() {
    tidies(
        "  One \t two\u00A0\u3000three  \r\n\r\n\r\n\n  indented\n\tby tab\u2028next\rlast \n\n",
        """
        One two three

          indented
        \tby tab
        next
        last""");
  }

  @Test
  void keepsWhiteSpaceWhenAsked() {
    Normalizer keeping = new Normalizer(Repair.CHARACTERS, UnicodeForm.NONE, Spaces.KEEP);
    assertThat(keeping.normalize(" a \r\n\n\n b\t")).isEqualTo(" a \r\n\n\n b\t");
  }

  @ParameterizedTest
  @CsvSource({
    "NFC, \u00E9ﬁ",
    "NFD, e\u0301ﬁ",
    "NFKC, \u00E9fi",
    "NFKD, e\u0301fi",
    "NONE, e\u0301ﬁ"
  })
  void makesTheFormAskedFor(UnicodeForm form, String wanted) {
    assertThat(new Normalizer(Repair.NONE, form, Spaces.KEEP).normalize("e\u0301ﬁ"))
        .isEqualTo(wanted);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        " ",
        "\n\n\n",
        "\u0000",
        "\uD800",
        "\uDC00\uD800",
        "🙂",
        "\u202E",
        "Â",
        "Ã©Ã",
        "â€"
      })
  void neverThrowsAndIsDoneAfterOnce(String text) {
    String once = Normalizer.USUAL.normalize(text);
    assertThat(Normalizer.USUAL.normalize(once)).isEqualTo(once);
  }

  private static void tidies(String before, String after) {
    assertThat(Normalizer.USUAL.normalize(before)).isEqualTo(after);
  }
}
