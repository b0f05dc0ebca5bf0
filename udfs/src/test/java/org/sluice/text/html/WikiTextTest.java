package org.sluice.text.html;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.api.Assertions;
import org.junit.jupiter.api.Test;

class WikiTextTest {
  @Test
  void keepsTheWordsAndDropsTheMarkup() {
    String page =
        """
        {{Infobox|name={{lang|fr|x}}
        |y=1}}'''Ships''' are [[boat|large boats]] of the [[sea]].<ref name="a">No</ref><ref name=b/>
        [[File:Ship.jpg|thumb|A [[ship]] at sea]]
        == Kinds ==
        * one [https://example.org kind $1]
        * two<!-- hidden -->
        {| class="wikitable"
        | cell
        |}
        [[Category:Ships]]
        """;
    assertThat(WikiText.plain(page))
        .isEqualTo("Ships are large boats of the sea.\n\nKinds\none kind $1\ntwo");
  }

  @Test
  void isLinearOnTextsMadeToExplode() {
    for (String unit :
        new String[] {"{{", "[[", "[//a", "= ", "<ref>", "<!--", "<a ", "''", "  "}) {
      String worst = unit.repeat(1_000_000 / unit.length());
      Assertions.assertTimeoutPreemptively(
          Duration.ofSeconds(20), () -> assertThat(WikiText.plain(worst)).isNotNull(), unit);
    }
  }
}
