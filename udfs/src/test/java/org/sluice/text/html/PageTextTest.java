package org.sluice.text.html;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import org.jsoup.Jsoup;
import org.jsoup.nodes.Document;
import org.jsoup.nodes.Element;
import org.junit.jupiter.api.Test;

class PageTextTest {
  private static final String PAGE =
      """
      <div> One, two<p>three,  four <a href="/">five <b>six</b></a></p>seven<br>eight
      <ul><li><a href="/">nine</a></li><li>ten，eleven、</li></ul><p> </p><div></div></div>
      <section><a href="/"><div>twelve</div></a>thirteen</section>
      """;

  @Test
  void lengthsAreThoseOfEachTextAlone() {
    Document document = Jsoup.parse(PAGE);
    PageText page = new PageText(document.body());
    for (Element element : document.body().getAllElements()) {
      String text = element.text();
      assertThat(page.length(element)).as(element.outerHtml()).isEqualTo(text.length());
      assertThat(page.commas(element))
          .isEqualTo((int) text.chars().filter(c -> ",，、".indexOf(c) >= 0).count());
    }
  }

  @Test
  void charactersInLinksAreAShare() {
    Document document = Jsoup.parse(PAGE);
    PageText page = new PageText(document.body());
    assertThat(page.linkShare(document.selectFirst("ul")))
        .isEqualTo("nine".length() / (double) "nine ten，eleven、".length());
    assertThat(page.linkShare(document.selectFirst("p")))
        .isCloseTo("five six".length() / (double) "three, four five six".length(), within(1e-12));
    assertThat(page.linkShare(document.selectFirst("p:empty, div:empty"))).isZero();
  }
}
