package org.sluice.text.normalize;

/**
 * Undoes the commonest damage to encodings: UTF-8 that was read as Windows-1252 or Latin-1, so that
 * ’ became â€™ and é became Ã©; also when it was done several times.
 *
 * <p>The damaged form can also be meant: French writes « passé…» and Portuguese «IRMû. So a run of
 * damaged characters is mended when it is one of the few that text never holds (Â, Ã, â€ and the
 * like, ð with three more), or when two or more of them stand in a row.
 */
final class Mojibake {
  /** The characters of Windows-1252 for the bytes 80 to 9F; a blank where it has none. */
  private static final String HIGH_CONTROLS = "€ ‚ƒ„…†‡ˆ‰Š‹Œ Ž  ‘’“”•–—˜™š›œ žŸ";

  private static final String BETWEEN_WORDS = "…‘’“”«»";

  private Mojibake() {}

  static String mend(String text) {
    String damaged = text;
    String mended = pass(damaged);
    while (!mended.equals(damaged)) { // each pass shortens the text, so this ends
      damaged = mended;
      mended = pass(damaged);
    }
    return mended;
  }

  private static String pass(String text) {
    StringBuilder out = null;
    int copied = 0;
    int i = 0;
    while (i < text.length()) {
      if (text.charAt(i) < 0xC2 || text.charAt(i) > 0xF4) {
        i++;
        continue;
      }
      int end = runEnd(text, i);
      if (end > i && isDamage(text, i, end)) {
        out = out == null ? new StringBuilder(text.length()) : out;
        out.append(text, copied, i);
        decode(text, i, end, out);
        copied = end;
      }
      i = Math.max(end, i + 1);
    }
    return out == null ? text : out.append(text, copied, text.length()).toString();
  }

  /** End of the run of well-formed UTF-8 sequences of two to four bytes at {@code from}. */
  private static int runEnd(String text, int from) {
    int i = from;
    for (int length = sequence(text, i); length > 0; length = sequence(text, i)) {
      i += length;
    }
    return i;
  }

  /** Length of the sequence that begins at {@code at}, or 0. */
  private static int sequence(String text, int at) {
    if (at >= text.length()) {
      return 0;
    }
    int lead = text.charAt(at);
    int length = lead < 0xC2 || lead > 0xF4 ? 0 : lead < 0xE0 ? 2 : lead < 0xF0 ? 3 : 4;
    if (at + length > text.length()) {
      return 0;
    }
    for (int k = 1; k < length; k++) {
      int continuation = unread(text.charAt(at + k));
      if (continuation < 0x80 || continuation > 0xBF) {
        return 0;
      }
    }
    int codePoint = length == 0 ? 0 : codePoint(text, at, length);
    boolean shortest = codePoint >= (length == 2 ? 0x80 : length == 3 ? 0x800 : 0x10000);
    boolean surrogate = codePoint >= 0xD800 && codePoint <= 0xDFFF;
    return shortest && !surrogate && codePoint <= 0x10FFFF ? length : 0;
  }

  private static boolean isDamage(String text, int from, int end) {
    int length = sequence(text, from);
    if (from + length < end) {
      return true; // two in a row
    }
    char lead = text.charAt(from);
    char second = text.charAt(from + 1);
    boolean meant = BETWEEN_WORDS.indexOf(second) >= 0;
    return switch (length) {
      case 2 ->
          (lead == 'Â' || lead == 'Ã')
              && !(meant && from > 0 && Character.isUpperCase(text.charAt(from - 1)));
      case 3 -> (lead == 'â' || lead == 'ï') && !meant;
      default -> true;
    };
  }

  private static void decode(String text, int from, int end, StringBuilder out) {
    int i = from;
    while (i < end) {
      int length = sequence(text, i);
      out.appendCodePoint(codePoint(text, i, length));
      i += length;
    }
  }

  private static int codePoint(String text, int at, int length) {
    int codePoint = text.charAt(at) & 0xFF >> length + 1;
    for (int k = 1; k < length; k++) {
      codePoint = codePoint << 6 | unread(text.charAt(at + k)) & 0x3F;
    }
    return codePoint;
  }

  /** The byte that was read as this character, or -1. */
  private static int unread(char c) {
    if (c < 0x100) {
      return c;
    }
    int high = HIGH_CONTROLS.indexOf(c);
    return high < 0 ? -1 : 0x80 + high;
  }
}
