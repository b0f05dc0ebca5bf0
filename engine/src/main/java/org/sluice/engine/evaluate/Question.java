package org.sluice.engine.evaluate;

import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
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

  /** Where a choice stands among the choices; -1 when it is none of them. */
  public int placeOf(int[] choice) {
    return IntStream.range(0, choices.size())
        .filter(i -> Arrays.equals(choices.get(i), choice))
        .findFirst()
        .orElse(-1);
  }

  /** Tokens that the model reads, none shared with another question. */
  int tokens() {
    return prompt.length + choices.stream().mapToInt(choice -> choice.length - 1).sum();
  }
}
