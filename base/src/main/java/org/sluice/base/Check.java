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
}
