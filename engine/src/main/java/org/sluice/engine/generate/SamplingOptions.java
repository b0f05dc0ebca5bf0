package org.sluice.engine.generate;

import java.util.List;
import org.sluice.base.Check;

/**
 * How an answer is drawn.
 *
 * @param maxNewTokens tokens at most
 * @param temperature scores are divided by it; 0 takes the likeliest token each time
 * @param topP only the likeliest tokens that together reach this probability are drawn from
 * @param stop the answer ends before the first of these texts
 * @param seed the same seed and prompt give the same answer, in whatever batch
 * @param promptLookupNumTokens the longest draft of what comes next, taken from the row's own text
 *     and checked by the model in one step; 0: none. Drafts cost or save time; the answer is the
 *     same
 */
public record SamplingOptions(
    int maxNewTokens,
    double temperature,
    double topP,
    List<String> stop,
    long seed,
    int promptLookupNumTokens) {
  /** The longest draft unless another is said. */
  public static final int DRAFT = 10;

  public SamplingOptions {
    stop = List.copyOf(stop);
    Check.that(maxNewTokens >= 1, "max_new_tokens must be at least 1, got %d", maxNewTokens);
    Check.that(temperature >= 0, "temperature must be at least 0, got %s", temperature);
    Check.that(topP > 0 && topP <= 1, "top_p must be in (0, 1], got %s", topP);
    Check.that(
        promptLookupNumTokens >= 0,
        "prompt_lookup_num_tokens must be at least 0, got %d",
        promptLookupNumTokens);
    Check.that(stop.stream().noneMatch(String::isEmpty), "stop must not contain an empty text");
  }

  /** The likeliest token each time. */
  public static SamplingOptions greedy(int maxNewTokens) {
    return new SamplingOptions(maxNewTokens, 0, 1, List.of(), 0, DRAFT);
  }

  boolean isGreedy() {
    return temperature == 0;
  }
}
