package org.sluice.text.prompt.jinja;

import org.sluice.base.Check;

/**
 * How much one rendering may do; a template is foreign code.
 *
 * @param steps statements, loop turns and calls, and one more for each 64 characters or items that
 *     they handle
 * @param textUnits UTF-16 units of output
 * @param depth macros and recursive loops within each other; Python's own stack allows about 200
 */
public record Limits(long steps, int textUnits, int depth) {
  /** Thousands of times what the longest real conversation needs, and still a matter of seconds. */
  public static final Limits DEFAULT = new Limits(5_000_000, 1 << 24, 150);

  public Limits {
    Check.that(steps >= 1, "limits.steps must be at least 1, got %d", steps);
    Check.that(textUnits >= 1, "limits.text_units must be at least 1, got %d", textUnits);
    Check.that(depth >= 1, "limits.depth must be at least 1, got %d", depth);
  }
}
