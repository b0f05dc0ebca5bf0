package org.sluice.text.normalize;

/**
 * Removes characters that carry no text: controls other than white space, byte order marks,
 * zero-width spaces, soft hyphens, non-characters. A lone half of a surrogate pair becomes U+FFFD.
 * Joiners stay, because scripts and emoji need them.
 */
final class Characters {
  private static final char REPLACEMENT = '\uFFFD';

  private Characters() {}

  static String mend(String text) {
    int first = firstBad(text);
    if (first == text.length()) {
      return text;
    }
    StringBuilder out = new StringBuilder(text.length()).append(text, 0, first);
    for (int i = first; i < text.length(); i++) {
      char c = text.charAt(i);
      if (isPair(text, i)) {
        appendPair(text, i++, out);
      } else if (Character.isSurrogate(c)) {
        out.append(REPLACEMENT);
      } else if (!isNothing(c)) {
        out.append(c);
      }
    }
    return out.toString();
  }

  private static int firstBad(String text) {
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      if (c < ' ' || c >= 0x7F) {
        if (isPair(text, i) && !isNonCharacter(text.codePointAt(i))) {
          i++;
        } else if (Character.isSurrogate(c) || isNothing(c)) {
          return i;
        }
      }
    }
    return text.length();
  }

  private static void appendPair(String text, int at, StringBuilder out) {
    int codePoint = text.codePointAt(at);
    if (!isNonCharacter(codePoint)) {
      out.appendCodePoint(codePoint);
    }
  }

  private static boolean isPair(String text, int at) {
    return Character.isHighSurrogate(text.charAt(at))
        && at + 1 < text.length()
        && Character.isLowSurrogate(text.charAt(at + 1));
  }

  private static boolean isNonCharacter(int codePoint) {
    return (codePoint & 0xFFFE) == 0xFFFE || codePoint >= 0xFDD0 && codePoint <= 0xFDEF;
  }

  private static boolean isNothing(char c) {
    if (c < ' ') {
      return !(c >= '\t' && c <= '\r');
    }
    if (c < 0xA0) {
      return c >= 0x7F && c != 0x85;
    }
    return c == 0xAD || c == 0x200B || c == 0x2060 || c == 0xFEFF || isNonCharacter(c);
  }
}
