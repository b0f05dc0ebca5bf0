package org.sluice.engine.evaluate;

import java.util.List;
import org.sluice.base.Check;

/** A prompt and the answers of which one is to be chosen; each has one token at least. */
public record Question(int[] prompt, List<int[]> choices) {
  public Question {
    choices = List.copyOf(choices);
    Check.that(prompt.length > 0, "a prompt must have at least one token");
    Check.that(!choices.isEmpty(), "a question needs choices");
    for (int[] choice : choices) {
      Check.that(choice.length > 0, "a choice must have at least one token");
    }
  }

  int longestChoice() {
    return choices.stream().mapToInt(choice -> choice.length).max().orElseThrow();
  }
}
