package org.sluice.base;

/** Names and values out of files, made fit for an error of one line. */
public final class Shown {
  private static final int LONGEST = 80;

  private Shown() {}

  /** The text with control characters replaced, cut after 80 characters. */
  public static String of(Object value) {
    String text = String.valueOf(value);
    StringBuilder shown = new StringBuilder();
    text.codePoints()
        .limit(LONGEST)
        .forEach(c -> shown.appendCodePoint(Character.isISOControl(c) || c == '\u2028' ? '?' : c));
    return text.codePointCount(0, text.length()) > LONGEST ? shown + "..." : shown.toString();
  }
}
