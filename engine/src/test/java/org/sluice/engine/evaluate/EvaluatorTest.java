package org.sluice.engine.evaluate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.sluice.engine.TinyModel;
import org.sluice.engine.file.Tiny;
import org.sluice.engine.train.Row;

class EvaluatorTest {
  private static TinyModel tiny;
  private static JsonNode expected;

  @BeforeAll
  static void load() throws IOException {
    tiny = TinyModel.load();
    expected = Tiny.expected();
  }

  @AfterAll
  static void close() {
    tiny.close();
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 25, 10_000})
  void theLossIsThatOfTransformers(int tokensAtOnce) {
    List<Row> rows = new ArrayList<>();
    double sum = 0;
    long count = 0;
    for (int[] ids : TinyModel.ids(expected.path("ids"))) {
      JsonNode one = expected.path("loss_sum_and_count").get(rows.size());
      sum += one.get(0).asDouble();
      count += one.get(1).asLong();
      rows.add(Row.of(ids, ids.clone()));
    }
    Loss found = new Evaluator(tiny.model(), tokensAtOnce).loss(rows);
    assertThat(found.count()).isEqualTo(count);
    assertThat(found.sum()).isCloseTo(sum, within(1e-4 * sum));
    assertThat(found.perplexity()).isCloseTo(Math.exp(sum / count), within(0.1));
  }

  @Test
  void aRowWithoutTargetsCountsNothing() {
    Row row = Row.of(new int[] {3, 4}, new int[] {Row.IGNORED, Row.IGNORED});
    assertThat(new Evaluator(tiny.model(), 10).loss(List.of(row))).isEqualTo(Loss.NONE);
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 120, 10_000})
  void choicesScoreAsInTransformers(int tokensAtOnce) {
    List<int[]> choices = TinyModel.ids(expected.path("labels"));
    assertThat(choices.stream().map(choice -> choice.length).distinct().count()).isGreaterThan(1);
    List<Question> questions =
        TinyModel.ids(expected.path("ids")).stream()
            .map(prompt -> new Question(prompt, choices))
            .toList();
    double[][] found = new Evaluator(tiny.model(), tokensAtOnce).scores(questions);
    for (int q = 0; q < found.length; q++) {
      double[] wanted = TinyModel.numbers(expected.path("choice_scores").get(q));
      assertThat(found[q]).containsExactly(wanted, within(1e-3));
    }
  }

  @Test
  void theFirstOfEqualScoresIsBest() {
    assertThat(Evaluator.best(new double[] {-2, -1, -1})).isEqualTo(1);
  }
}
