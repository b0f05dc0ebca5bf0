package org.sluice.text.prompt.python;

import java.util.List;

/** Strings counted, indexed and stripped by Unicode code point. */
public final class CodePoints {
  private CodePoints() {}

  public static int length(String text) {
    return text.codePointCount(0, text.length());
  }

  static String at(String text, int index) {
    int place = text.offsetByCodePoints(0, index);
    return text.substring(place, place + Character.charCount(text.codePointAt(place)));
  }

  /** The code points from {@code start} to {@code stop}, both within the text. */
  static String slice(String text, long start, long stop) {
    int from = text.offsetByCodePoints(0, (int) start);
    return text.substring(from, text.offsetByCodePoints(from, (int) (stop - start)));
  }

  static List<Object> each(String text) {
    return text.codePoints().mapToObj(codePoint -> (Object) Character.toString(codePoint)).toList();
  }

  /** The order of code points, which is not that of UTF-16 units. */
  static int compare(String a, String b) {
    int shared = Math.min(a.length(), b.length());
    for (int i = 0; i < shared; i++) {
      char x = a.charAt(i);
      char y = b.charAt(i);
      if (x != y) {
        // a pair of surrogates stands for a code point above all others
        boolean pairs = Character.isSurrogate(x) != Character.isSurrogate(y);
        return pairs ? Integer.compare(whole(a, i), whole(b, i)) : Character.compare(x, y);
      }
    }
    return Integer.compare(a.length(), b.length());
  }

  private static int whole(String text, int place) {
    return text.codePointAt(place);
  }

  /** {@code str.isspace} of one character, which is also what {@code \s} matches. */
  public static boolean space(int codePoint) {
    return codePoint >= 0x09 && codePoint <= 0x0d
        || codePoint >= 0x1c && codePoint <= 0x20
        || codePoint == 0x85
        || codePoint == 0xa0
        || codePoint > 0xff && Character.isSpaceChar(codePoint);
  }

  /** {@code str.isprintable} of one character. */
  static boolean printable(int codePoint) {
    if (codePoint < 0x7f) {
      return codePoint >= 0x20;
    }
    return switch (Character.getType(codePoint)) {
      case Character.CONTROL,
          Character.FORMAT,
          Character.SURROGATE,
          Character.PRIVATE_USE,
          Character.UNASSIGNED,
          Character.LINE_SEPARATOR,
          Character.PARAGRAPH_SEPARATOR,
          Character.SPACE_SEPARATOR ->
          false;
      default -> true;
    };
  }

  /**
   * {@code str.strip} and its one-sided forms.
   *
   * @param characters the set to take away; null for white space
   */
  public static String strip(String text, String characters, boolean left, boolean right) {
    int start = 0;
    int end = text.length();
    while (left && start < end && strips(text.codePointAt(start), characters)) {
      start += Character.charCount(text.codePointAt(start));
    }
    while (right && end > start && strips(text.codePointBefore(end), characters)) {
      end -= Character.charCount(text.codePointBefore(end));
    }
    return text.substring(start, end);
  }

  private static boolean strips(int codePoint, String characters) {
    return characters == null ? space(codePoint) : characters.indexOf(codePoint) >= 0;
  }
}
