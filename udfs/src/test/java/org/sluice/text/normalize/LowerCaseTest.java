package org.sluice.text.normalize;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class LowerCaseTest {
  /** What {@code str.lower} of Python 3.12 gives. */
  @ParameterizedTest
  @CsvSource({
    "Straße ÄÖÜ, straße äöü",
    "ISTANBUL, istanbul",
    "İSTANBUL, i\u0307stanbul",
    "ΟΔΟΣ, οδος",
    "ΟΔΟΣ ΣΟΦΟΣ, οδος σοφος",
    "Σ, σ",
    "ΑΣ'Α, ασ'α",
    "𐐀, 𐐨"
  })
  void isPythons(String text, String lower) {
    assertThat(LowerCase.of(text)).isEqualTo(lower);
  }
}
