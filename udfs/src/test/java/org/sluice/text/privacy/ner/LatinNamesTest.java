package org.sluice.text.privacy.ner;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class LatinNamesTest {
  @ParameterizedTest
  @ValueSource(strings = {"Zorvak", "zorvak", "ZorVak", "ZorvaK"})
  void aHandleIsOneWordWithSmallLetters(String name) {
    assertThat(LatinNames.isHandle(name)).isTrue();
    assertThat(LatinNames.isListed(name)).isFalse();
  }

  @ParameterizedTest
  @ValueSource(strings = {"NBA", "dota2", "A", "ZORvak", "a-b", ""})
  void abbreviationsAndProductsAreNone(String name) {
    assertThat(LatinNames.isHandle(name)).isFalse();
  }

  @ParameterizedTest
  @ValueSource(strings = {"Peter", "peterhill", "MaryJones", "Zorvak Peter", "Mary-Ann"})
  void listedWordsAreNames(String name) {
    assertThat(LatinNames.isLatin(name)).isTrue();
    assertThat(LatinNames.isListed(name)).isTrue();
  }
}
