package org.sluice.engine.generate;

import java.util.Arrays;

/**
 * Guesses how a row goes on: as it did where its last tokens stood before, in the prompt or in the
 * answer (prompt lookup decoding, Saxena 2023). How often such a guess was right of late decides
 * how many tokens are drafted; guesses are judged whether or not they were drafted, so that a text
 * that does not repeat itself costs next to nothing.
 */
final class PromptLookup {
  /** The last tokens that must have stood before: three where there are such, or two. */
  private static final int LONGEST = 3;

  private static final int SHORTEST = 2;

  /** Weight of the latest guess in the share of right ones, and the share before the first. */
  private static final double LATEST = 0.2;

  private static final double FIRST_SHARE = 0.5;

  /**
   * A step costs the reading of the weights, and each position a twentieth of that (135M weights in
   * float on two cores: 20 ms, and 1 ms).
   */
  private static final double POSITIONS_OF_A_READING = 20;

  /** Positions of all rows in one step: what more would gain, their scores cost in memory. */
  private static final int AT_ONCE = 256;

  private final int most;
  private int[] tokens;
  private int count;
  private int source = -1;
  private double share = FIRST_SHARE;

  /**
   * @param most the longest draft; 0: none is made
   */
  PromptLookup(int most, int[] prompt) {
    this.most = most;
    tokens = prompt.clone();
    count = prompt.length;
    source = find();
  }

  /** Takes in what came, and judges the guess. */
  void add(int token) {
    if (most == 0) {
      return;
    }
    if (source >= 0) {
      boolean right = tokens[source] == token;
      share += LATEST * ((right ? 1 : 0) - share);
      source = right ? source + 1 : -1;
    }
    if (count == tokens.length) {
      tokens = Arrays.copyOf(tokens, 2 * count);
    }
    tokens[count++] = token;
    if (source < 0) {
      source = find();
    }
  }

  /**
   * A draft of what comes next, as long as pays, maybe empty.
   *
   * @param rows rows that take part in the step
   * @param room tokens at most
   */
  int[] draft(int rows, int room) {
    if (most == 0 || source < 0) {
      return new int[0];
    }
    int length = Math.min(Math.min(most, room), Math.min(worth(rows), AT_ONCE / rows - 1));
    int[] draft = new int[Math.max(0, length)];
    for (int i = 0; i < draft.length; i++) {
      int from = source + i;
      draft[i] = from < count ? tokens[from] : draft[from - count]; // a text that goes in circles
    }
    return draft;
  }

  /** Positions that are right often enough: one that is saves its row a share of a step. */
  private int worth(int rows) {
    double least = rows / (rows + POSITIONS_OF_A_READING);
    return share < least ? 0 : (int) Math.min(most, Math.log(least) / Math.log(share));
  }

  /** Behind the latest place where the most of the last tokens stood before; -1: nowhere. */
  private int find() {
    int found = -1;
    int longest = SHORTEST - 1;
    for (int end = count - 1; end >= SHORTEST && longest < LONGEST; end--) {
      int same = 0;
      while (same < LONGEST && same < end && tokens[end - 1 - same] == tokens[count - 1 - same]) {
        same++;
      }
      if (same > longest) {
        longest = same;
        found = end;
      }
    }
    return found;
  }
}
