package org.sluice.text.privacy;

import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import org.sluice.base.Nearest;
import org.sluice.base.UserError;

/** What stands in the place of personal data. */
public enum Mode {
  /** The type in angle brackets: {@code <EMAIL>}. */
  TAG,
  /** The same shape with each letter and digit replaced by {@code *}. */
  MASK,
  /** {@code <EMAIL:lcoaghbd...>}, a keyed digest: equal data gives equal tokens under one key. */
  HASH,
  /** Nothing. */
  REMOVE,
  /** A made-up value of the kind, the same one for the same original within a document. */
  FAKE;

  /** The mode of that name, in any case; {@link UserError} with the nearest name otherwise. */
  public static Mode named(String name) {
    for (Mode mode : values()) {
      if (mode.name().equalsIgnoreCase(name)) {
        return mode;
      }
    }
    List<String> known =
        Arrays.stream(values()).map(mode -> mode.name().toLowerCase(Locale.ROOT)).toList();
    throw UserError.of(
        "unknown redaction mode '" + name + "'",
        "the nearest is '" + Nearest.to(name, known) + "'; the modes are " + known);
  }
}
