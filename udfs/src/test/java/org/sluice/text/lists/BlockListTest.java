package org.sluice.text.lists;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.sluice.text.lists.BlockList.Kind;

class BlockListTest {
  private static int count(Kind kind, String text, String... entries) {
    return new BlockList(kind, List.of(entries)).count(text);
  }

  @Test
  void wordsStandBetweenOtherCharacters() {
    assertThat(count(Kind.WORDS, "A Foo, fooled (foo) foo_", "foo", "")).isEqualTo(2);
    assertThat(count(Kind.WORDS, "two girls, two  girls, two girlss", "two girls")).isEqualTo(1);
    assertThat(count(Kind.WORDS, "s&m? s&mx", "s&m")).isEqualTo(1);
  }

  @Test
  void partsStandAnywhereAndOverlap() {
    assertThat(count(Kind.PARTS, "他说赌博网站很多", "赌博", "博网", "没有")).isEqualTo(2);
    assertThat(count(Kind.PARTS, "ababab", "abab", "b")).isEqualTo(5);
  }

  @Test
  void addressesByDomainWordAndPart() {
    String url = "https://www.shop.Example.co.uk:8080/free-Casino/page?x=1";
    assertThat(count(Kind.DOMAINS, url, "example.co.uk")).isEqualTo(1);
    assertThat(count(Kind.DOMAINS, url, "www.shop.example.co.uk")).isEqualTo(1);
    assertThat(count(Kind.DOMAINS, url, "ample.co.uk", "shop")).isZero();
    assertThat(count(Kind.URL_WORDS, url, "casino")).isZero();
    assertThat(count(Kind.URL_WORDS, url, "Casino", "free", "x")).isEqualTo(3);
    assertThat(count(Kind.URL_PARTS, url, "freecasino")).isEqualTo(1);
  }
}
