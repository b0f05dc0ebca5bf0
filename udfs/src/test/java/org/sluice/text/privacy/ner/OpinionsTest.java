package org.sluice.text.privacy.ner;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.sluice.text.privacy.ner.network.Span;

class OpinionsTest {
  private static final String TEXT = "昨天林书豪在上海说";

  private static Entity person(int start, int end, double score) {
    return new Entity(EntityType.PERSON, start, end, score);
  }

  private static List<String> resolved(Opinions opinions) {
    return opinions.resolved().stream()
        .map(entity -> entity.type() + " " + TEXT.substring(entity.start(), entity.end()))
        .toList();
  }

  @Test
  void theModelAloneIsNotEnoughForAPerson() {
    Opinions opinions = new Opinions(TEXT, List.of(person(2, 5, 1)));
    assertThat(resolved(opinions)).isEmpty();
    assertThat(opinions.areOpen()).isTrue();
    opinions.letters(List.of(new Span("PER", 0, 3, 0.9)), 2);
    assertThat(resolved(opinions)).containsExactly("PERSON 林书豪");
  }

  @Test
  void lettersAreNotAskedWhereTheyCannotTurnTheScale() {
    Opinions sure = new Opinions(TEXT, List.of(person(2, 5, 0.9)));
    sure.words(List.of(new Span("PER", 2, 5, 0.9), new Span("LOC", 6, 8, 0.9)), 0);
    assertThat(sure.areOpen()).isFalse();
    assertThat(resolved(sure)).containsExactly("PERSON 林书豪", "LOCATION 上海");
    assertThat(new Opinions(TEXT, List.of()).areOpen()).isFalse();
  }

  @Test
  void aWholeNameThatTheModelIsSureOfNeedsAnInklingOnly() {
    Opinions opinions = new Opinions(TEXT, List.of(person(2, 5, 0.995)));
    opinions.words(List.of(new Span("PER", 2, 4, 0.8)), 0);
    assertThat(resolved(opinions)).containsExactly("PERSON 林书豪");
  }

  @Test
  void whatTheNetworksDoNotKnowStaysAndTheSurestComesFirst() {
    Entity title = new Entity(EntityType.TITLE, 0, 2, 0.7);
    Opinions opinions = new Opinions(TEXT, List.of(title));
    opinions.words(List.of(new Span("ORG", 2, 5, 0.6), new Span("PER", 2, 5, 1)), 0);
    assertThat(resolved(opinions)).containsExactly("TITLE 昨天", "PERSON 林书豪");
    assertThat(opinions.resolved()).allMatch(entity -> entity.score() >= 0.5);
  }

  private static List<String> resolved(String text, List<Entity> model, Span... words) {
    Opinions opinions = new Opinions(text, model);
    opinions.words(List.of(words), 0);
    return opinions.resolved().stream()
        .map(entity -> entity.type() + " " + text.substring(entity.start(), entity.end()))
        .toList();
  }

  @Test
  void aClubThatSoundsLikeAPersonIsAnOrganisation() {
    assertThat(resolved("塞维利亚客场取胜", List.of(), new Span("PER", 0, 4, 0.9)))
        .containsExactly("ORGANIZATION 塞维利亚");
  }

  @Test
  void whoSpeaksInAnInterviewIsAPerson() {
    assertThat(resolved("石国开：谢谢", List.of(person(0, 3, 0.995)))).containsExactly("PERSON 石国开");
    assertThat(resolved("石国开谢谢", List.of(person(0, 3, 0.995)))).isEmpty();
  }

  @Test
  void peopleOnBothSidesOfADotAreOne() {
    Span first = new Span("PER", 0, 4, 0.9);
    Span second = new Span("PER", 5, 7, 0.9);
    assertThat(resolved("福雷斯特-阿伦说", List.of(), first, second)).containsExactly("PERSON 福雷斯特-阿伦");
    assertThat(resolved("福雷斯特、阿伦说", List.of(), first, second)).hasSize(2);
  }

  @Test
  void theModelMayBeUnsureWhereANameEnds() {
    Entity shorter = person(0, 2, 0.44);
    Entity longer = person(0, 3, 0.52);
    Span words = new Span("PER", 0, 3, 0.7);
    assertThat(resolved("叶国盛不甘心", List.of(shorter, longer), words)).containsExactly("PERSON 叶国盛");
  }

  @Test
  void theModelIsCertainBelowOneInTwenty() {
    Span inkling = new Span("PER", 0, 2, 0.2);
    assertThat(resolved("金石安来了", List.of(person(0, 3, 0.96)), inkling))
        .containsExactly("PERSON 金石安");
    assertThat(resolved("金石安来了", List.of(person(0, 3, 0.94)), inkling)).isEmpty();
  }

  @Test
  void lettersAreNotAskedAboutLatinNames() {
    Opinions opinions = new Opinions("和Peter见面", List.of());
    opinions.words(List.of(new Span("PER", 1, 6, 0.5)), 0);
    assertThat(opinions.areOpen()).isFalse();
    assertThat(resolved("和Peter见面", List.of(), new Span("PER", 1, 6, 0.6)))
        .containsExactly("PERSON Peter");
  }

  @Test
  void whatStandsBesideALatinNameDecides() {
    Span words = new Span("PER", 2, 8, 0.1);
    assertThat(resolved("选手Zorvak获胜", List.of(), words)).containsExactly("PERSON Zorvak");
    assertThat(resolved("安装Zorvak软件", List.of(), words)).isEmpty();
    Span listed = new Span("PER", 1, 6, 0.1);
    assertThat(resolved("在Peter看来", List.of(), listed)).containsExactly("PERSON Peter");
    assertThat(resolved("在Peter里面", List.of(), listed)).isEmpty();
    assertThat(resolved("在Peter看来", List.of(), new Span("PER", 1, 6, 0.03))).isEmpty();
  }

  @Test
  void aHintIsEnoughForSpeakersAndAuthors() {
    assertThat(resolved("务安：谢谢", List.of(), new Span("PER", 0, 2, 0.5)))
        .containsExactly("PERSON 务安");
    assertThat(resolved("务安，谢谢", List.of(), new Span("PER", 0, 2, 0.5))).isEmpty();
    assertThat(resolved("文/方小栋", List.of(), new Span("PER", 2, 5, 0.5)))
        .containsExactly("PERSON 方小栋");
    assertThat(resolved("文/方小栋", List.of(), new Span("PER", 2, 5, 0.3))).isEmpty();
  }

  @Test
  void whoIsListedBesidePeopleIsOne() {
    Span sure = new Span("PER", 0, 2, 0.9);
    Span second = new Span("PER", 3, 5, 0.4);
    Span third = new Span("PER", 6, 9, 0.4);
    assertThat(resolved("李娜、周晓和博纳利来了", List.of(), sure, second, third))
        .containsExactly("PERSON 李娜", "PERSON 周晓", "PERSON 博纳利");
    assertThat(resolved("李娜，周晓和博纳利来了", List.of(), sure, second, third))
        .containsExactly("PERSON 李娜");
    Span city = new Span("LOC", 0, 2, 0.9);
    assertThat(resolved("上海、周晓和博纳利来了", List.of(), city, second, third))
        .containsExactly("LOCATION 上海");
  }

  @Test
  void aNameThatIsCutOffBehindItsDotHasTheDot() {
    Span words = new Span("PER", 0, 3, 0.9);
    assertThat(resolved("马哈辛·", List.of(), words)).containsExactly("PERSON 马哈辛·");
    assertThat(resolved("马哈辛·\n到了", List.of(), words)).containsExactly("PERSON 马哈辛·");
    assertThat(resolved("马哈辛·到了", List.of(), words)).containsExactly("PERSON 马哈辛");
  }

  @Test
  void aHouseThatTakesBetsIsAnOrganisation() {
    assertThat(resolved("威廉开出的赔率", List.of(), new Span("PER", 0, 2, 0.9)))
        .containsExactly("ORGANIZATION 威廉");
  }
}
