package org.sluice.text.privacy.ner;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ChineseNameBoundsTest {
  /** What is left of the stretch between the bars. */
  private static String fitted(String marked) {
    int start = marked.indexOf('|');
    int end = marked.lastIndexOf('|') - 1;
    String text = marked.replace("|", "");
    Entity fitted = ChineseNameBounds.fitted(text, new Entity(EntityType.PERSON, start, end, 1));
    return fitted == null ? "" : text.substring(fitted.start(), fitted.end());
  }

  @ParameterizedTest
  @CsvSource({
    "|王建国先生|说,王建国",
    "据|李晓娜|介绍,李晓娜",
    "【|【李晓娜|】,李晓娜",
    "宋|朱文公|说,朱文公",
    "导演|Christopher Nolan|说,Christopher Nolan",
    "导演|ChristopherNolan|说,ChristopherNolan",
    "主席|peterhill|说,peterhill",
    "学生|詹姆斯·c·斯特拉斯|说,詹姆斯·c·斯特拉斯",
    "昨天|大S|来了,大S",
    "选手|Zorvak|获胜,Zorvak",
    "“|郑成功|”说,郑成功",
    "王子|威廉|到访,威廉"
  })
  void aNameStaysWithoutWhatDoesNotBelongToIt(String marked, String name) {
    assertThat(fitted(marked)).isEqualTo(name);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "|李先生|说",
        "|李|先生说",
        "|杨某|被捕",
        "|张总|来了",
        "玩|dota2|的",
        "|塞维利亚|客场",
        "|比勒费尔|两连败",
        "《|李云飞传|》",
        "《我的朋友|李云飞|》",
        "|鲁迅|故里",
        "买|A4|纸",
        "英超|周中|焦点战",
        "玩|Zorvak|的",
        "选手|LCD|",
        "乘“|郑成功|”号",
        "在|王建国|美术馆",
        "游览|泰和陵|"
      })
  void whatIsNobodysNameGoes(String marked) {
    assertThat(fitted(marked)).isEmpty();
  }

  @Test
  void aWordOfBetsIsNoClubEither() {
    assertThat(ChineseNameBounds.isClub("塞维利亚")).isTrue();
    assertThat(ChineseNameBounds.isClub("周中")).isFalse();
    assertThat(ChineseNameBounds.isClub("澳门")).isFalse();
  }

  @Test
  void aHouseThatIsCalledLikeAPersonIsOneAmongOdds() {
    assertThat(ChineseNameBounds.isClub("威廉开出的赔率", 0, 2)).isTrue();
    assertThat(ChineseNameBounds.isClub("威廉开出的条件", 0, 2)).isFalse();
    assertThat(ChineseNameBounds.isClub("塞维利亚", 0, 4)).isTrue();
  }

  @Test
  void aTitleOfAWorkEndsWithItsLineAndItsBracket() {
    assertThat(fitted("《活着》的作者|余华|")).isEqualTo("余华");
    assertThat(fitted("《未完\n作者|余华|")).isEqualTo("余华");
  }
}
