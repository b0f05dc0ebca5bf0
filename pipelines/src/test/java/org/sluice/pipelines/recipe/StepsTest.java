package org.sluice.pipelines.recipe;

import static org.assertj.core.api.Assertions.assertThatCode;

import java.util.List;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.sluice.base.config.Args;
import org.sluice.base.config.Binder;
import org.sluice.base.config.Problems;

class StepsTest {
  private static final Pattern WORD = Pattern.compile("'([^']*)'|(\\S+)");

  static List<StepEntry<?>> all() {
    return Steps.ALL;
  }

  @ParameterizedTest
  @MethodSource("all")
  void theExampleOfEachStepIsRight(StepEntry<?> step) {
    String[] words =
        WORD.matcher(step.example())
            .results()
            .map(MatchResult::group)
            .map(word -> word.replace("'", ""))
            .toArray(String[]::new);
    Problems problems = new Problems();
    Binder.bind(step.options(), Args.parse(words), problems);
    assertThatCode(problems::throwIfAny).doesNotThrowAnyException();
  }
}
