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
}
