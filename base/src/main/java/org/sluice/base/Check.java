package org.sluice.base;

import java.util.Locale;

/** Refuses settings that cannot work, with key, bound and value in the message. */
public final class Check {
  private Check() {}

  /**
   * Throws when {@code holds} is false.
   *
   * @param message a {@link String#format} pattern: "train.r must be at least 1, got %d"
   * @throws IllegalArgumentException with the formatted message; whoever binds settings turns it
   *     into a {@link UserError} with the line
   */
  public static void that(boolean holds, String message, Object... values) {
    if (!holds) {
      throw new IllegalArgumentException(String.format(Locale.ROOT, message, values));
    }
  }

  /** Refuses a whole number below its bound. */
  public static void atLeast(String key, long value, long bound) {
    that(value >= bound, "%s must be at least %d, got %d", key, bound, value);
  }

  /** Refuses what is below 0 and what is no number. */
  public static void notNegative(String key, double value) {
    that(value >= 0, "%s must be at least 0, got %s", key, value);
  }

  /** Refuses 0, what is below, and what is no number. */
  public static void positive(String key, double value) {
    that(value > 0, "%s must be above 0, got %s", key, value);
  }

  /** Refuses what is no share of a whole. */
  public static void share(String key, double value) {
    that(value >= 0 && value <= 1, "%s must be in [0, 1], got %s", key, value);
  }
}
