package org.sluice.text.privacy.ner;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Tables, lists, headings and code hold no names but those that stand in them. */
class NoProseTest {
  @ParameterizedTest
  @ValueSource(
      strings = {
        "-----------------------------",
        "1 2 3 4 5 6 7 8 9 10\n0.1 0.2 0.3 0.4\n",
        "Name | Value | Other\n------|-------|------\n12 | 14 | 18\n====================",
        "| Model | Params | MMLU | GSM8K |\n|---|---|---|---|\n| base | 1.1B | 34.2 | 12.0 |",
        "Intro\n---\n\n- first\n- second\n\n----------\n\nEnd ________________ signature",
        "Items\n1. milk\n2. bread\n3. two eggs\n\n* salt\n* sugar\n\nTotal: 14.50\nTax: 1.20",
        "def f(x):\n    return x ** 2  # ------------- helper\nfor i in range(10): print(i)",
        "~~~\ncode x = 0x0f; y = 0x1c0x2a\n~~~\n<<<<<<< HEAD\n=======\n>>>>>>> main",
        "where m is the mass and c = 299792458 m/s. See Eq. 4 and Fig. 2a."
      })
  void holdsNoNames(String text) {
    assertThat(Tagger.shipped().find(text)).isEmpty();
  }

  @Test
  void aListOfPeopleHoldsThem() {
    assertThat(Tagger.shipped().find("Phone list\n----------\n- Mary Jones\n- Peter Brown"))
        .extracting(Entity::type)
        .containsExactly(EntityType.PERSON, EntityType.PERSON);
  }
}
