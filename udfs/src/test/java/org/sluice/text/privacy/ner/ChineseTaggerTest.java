package org.sluice.text.privacy.ner;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class ChineseTaggerTest {
  /** More sentences than the networks read side by side; some repeat, some have no name. */
  @Test
  void eachSentenceOfALongTextHasItsOwnNames() {
    StringBuilder text = new StringBuilder();
    List<String> wanted = new ArrayList<>();
    for (int i = 0; i < 30; i++) {
      text.append("记者王小明昨日在上海采访了导演李建国。\n这个问题很复杂，需要更多时间。\n");
      wanted.addAll(List.of("王小明", "李建国"));
      if (i % 7 == 0) {
        text.append("昨天张伟和刘德华在北京见面。\n");
        wanted.addAll(List.of("张伟", "刘德华"));
      }
    }
    List<String> people = new ArrayList<>();
    for (Entity entity : Tagger.shipped().find(text.toString())) {
      if (entity.type() == EntityType.PERSON) {
        people.add(text.substring(entity.start(), entity.end()));
      }
    }
    assertThat(people).isEqualTo(wanted);
  }

  @Test
  void theModelTellsOfEachStretchThatMayBeAPerson() {
    String text = "记者王小明昨日采访";
    LabelledText labelled = new Labeller(Model.shipped("chinese.bin"), true).label(text);
    double sum = 0;
    double whole = 0;
    for (Entity person : labelled.people()) {
      sum += person.start() <= 2 && person.end() > 2 ? person.score() : 0; // over the family name
      whole += person.start() == 2 && person.end() == 5 ? person.score() : 0;
    }
    assertThat(whole).isBetween(0.5, 1.0);
    assertThat(sum).isBetween(whole, 1.0 + 1e-9);
  }
}
