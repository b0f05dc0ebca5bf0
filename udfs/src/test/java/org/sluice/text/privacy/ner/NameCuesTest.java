package org.sluice.text.privacy.ner;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class NameCuesTest {
  @Test
  void whatPeopleAreStandsBeforeTheirNames() {
    assertThat(NameCues.isAfterRole("昨日选手王小明", 4)).isTrue();
    assertThat(NameCues.isAfterRole("昨日选手王小明", 3)).isFalse();
    assertThat(NameCues.isAfterRole("王小明", 0)).isFalse();
  }

  @Test
  void whatPeopleDoStandsBehindTheirNames() {
    assertThat(NameCues.isBeforeSpeech("在王小明看来", 4)).isTrue();
    assertThat(NameCues.isBeforeSpeech("在王小明楼下", 4)).isFalse();
    assertThat(NameCues.isBeforeSpeech("在王小明", 4)).isFalse();
  }

  @Test
  void whoSpeaksStandsAtTheBeginningOfALineAndBeforeAColon() {
    assertThat(NameCues.isSpeaker("好的\n王小明：行", 3, 6)).isTrue();
    assertThat(NameCues.isSpeaker("好的，王小明：行", 3, 6)).isFalse();
    assertThat(NameCues.isSpeaker("王小明", 0, 3)).isFalse();
  }

  @ParameterizedTest
  @ValueSource(strings = {"文/", "（记者", "摄影：", "本期主持人 "})
  void aBylineNamesItsAuthor(String before) {
    assertThat(NameCues.isByline(before + "王小明", before.length())).isTrue();
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "论", "文/他和", "文章"})
  void otherWordsAreNoByline(String before) {
    assertThat(NameCues.isByline(before + "王小明", before.length())).isFalse();
  }

  @Test
  void buildingsAndShipsAreNamedAfterPeople() {
    assertThat(NameCues.isPartOfLarger("王小明美术馆", 3)).isTrue();
    assertThat(NameCues.isPartOfLarger("“王小明”号", 4)).isTrue();
    assertThat(NameCues.isPartOfLarger("“王小明”说", 4)).isFalse();
    assertThat(NameCues.isPartOfLarger("王小明", 3)).isFalse();
  }

  @Test
  void oddsAreTheTalkOfTheTextAround() {
    assertThat(NameCues.isAmongOdds("威廉的赔率", 0, 2)).isTrue();
    assertThat(NameCues.isAmongOdds("威廉王子" + "来".repeat(60) + "赔", 0, 2)).isFalse();
  }
}
