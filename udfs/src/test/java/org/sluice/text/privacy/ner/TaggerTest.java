package org.sluice.text.privacy.ner;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.sluice.text.CpuTime;

/** What the shipped models find in plain sentences, and what holds for every text. */
class TaggerTest {
  private static List<String> found(String text) {
    List<String> found = new ArrayList<>();
    for (Entity entity : Tagger.shipped().find(text)) {
      found.add(entity.type() + " " + text.substring(entity.start(), entity.end()));
    }
    return found;
  }

  @Test
  void findsWhatEnglishSentencesName() {
    assertThat(found("Dr. Angela Whitfield moved from Leeds to Canada in 1998."))
        .containsExactly(
            "TITLE Dr.",
            "PERSON Angela Whitfield",
            "LOCATION Leeds",
            "LOCATION Canada",
            "DATE_TIME 1998");
    assertThat(found("my sister maria lopez works for Siemens")).contains("PERSON maria lopez");
    assertThat(found("The patient is 47 years old.")).contains("AGE 47");
  }

  @Test
  void findsNamesInChineseSentences() {
    assertThat(found("记者王小明昨日在上海采访了导演李建国。")).contains("PERSON 王小明", "LOCATION 上海");
  }

  @Test
  void leavesPlainTextAlone() {
    assertThat(found("How do I reset my password?")).isEmpty();
    assertThat(found("这个问题很复杂，需要更多时间。")).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(strings = {"Anna met Ben. ", "\n", "李", "\uD83D", "12 Main St\n", "<PERSON> "})
  void longTextsTakeTimeInTheirLength(String unit) {
    String text = unit.repeat(1_000_000 / unit.length() / 4);
    List<Entity> found = new ArrayList<>();
    assertThat(CpuTime.nanos(() -> found.addAll(Tagger.shipped().find(text))))
        .isLessThan(20_000_000_000L);
    int last = 0;
    for (Entity entity : found) {
      assertThat(entity.start()).isGreaterThanOrEqualTo(last);
      assertThat(entity.end()).isGreaterThan(entity.start());
      assertThat(entity.score()).isBetween(0.0, 1.0 + 1e-9);
      last = entity.end();
    }
  }

  @Test
  void aTextIsTaggedTheSameWhereverItStands() {
    String line = "Peter Novak lives in Prague.\n";
    String chinese = "张伟住在北京。\n";
    assertThat(found(line + chinese)).containsAll(found(line)).containsAll(found(chinese));
  }
}
