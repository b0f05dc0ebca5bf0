package org.sluice.text.privacy.ner;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ChinesePeopleTest {
  private static String kept(String name) {
    return kept(name, 0.9);
  }

  private static String kept(String name, double score) {
    String text = "据" + name + "说";
    Entity found = new Entity(EntityType.PERSON, 1, text.length() - 1, score);
    Entity kept = ChinesePeople.plausible(text, found);
    return kept == null ? "" : text.substring(kept.start(), kept.end());
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "王建国",
        "李娜",
        "欧阳修文",
        "司马光",
        "小王",
        "老陈",
        "亚历山大·弗莱明",
        "卡斯特罗",
        "John Smith",
        "peterhill"
      })
  void namesStay(String name) {
    assertThat(kept(name)).isEqualTo(name);
  }

  @ParameterizedTest
  @ValueSource(strings = {"栩栩如生", "安全", "附图", "简体中文", "基建", "pos机", "2016", "MODS", "夕阳下", "王"})
  void whatIsWrittenLikeNoNameGoes(String name) {
    assertThat(kept(name)).isEmpty();
  }

  @ParameterizedTest
  @CsvSource({"连王建国,王建国", "但李晓娜,李晓娜"})
  void aLetterTooManyIsLeftOut(String found, String name) {
    assertThat(kept(found)).isEqualTo(name);
  }

  @Test
  void namesOfTheListsStayWholeAndSoDoOthersThatTheTaggerIsSureOf() {
    assertThat(kept("格林斯潘")).isEqualTo("格林斯潘");
    assertThat(kept("夕阳下", 0.96)).isEqualTo("夕阳下");
    assertThat(kept("安全", 0.96)).isEmpty();
    assertThat(kept("栩栩如生", 0.96)).isEmpty();
  }
}
