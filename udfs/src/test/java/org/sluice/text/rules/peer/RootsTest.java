package org.sluice.text.rules.peer;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import org.junit.jupiter.api.Test;
import org.sluice.text.rules.Document;
import org.sluice.text.rules.Judgement;
import org.sluice.text.rules.Profiles;

class RootsTest {
  private static final Roots LETTERS =
      Roots.CHINESE.with(text -> text.codePoints().mapToObj(Character::toString).toList());

  private static double stops(Roots roots, String text) {
    Judgement judgement = roots.judge(new Document(text, "zh"));
    return judgement.scores().value("stopwords_ratio");
  }

  @Test
  void pairsOfPiecesCountAsStopWords() {
    assertThat(stops(LETTERS, "影响鱼鸟")).isEqualTo(1 / 4.0);
    assertThat(stops(LETTERS, "鱼鸟虎兔蛇")).isZero();
  }

  @Test
  void otherLimitsKeepThePieces() {
    Roots strict = (Roots) Profiles.with(LETTERS, Map.of("min_words", 5.0));
    assertThat(strict.judge(new Document("鱼鸟虎兔", "zh")).reason()).isEqualTo("number_words");
    assertThat(strict.judge(new Document("鱼鸟虎兔蛇", "zh")).reason()).isEqualTo("stopwords_ratio");
  }
}
