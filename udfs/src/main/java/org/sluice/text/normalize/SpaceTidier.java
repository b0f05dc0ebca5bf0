package org.sluice.text.normalize;

import org.sluice.text.words.CharacterClasses;

/** {@link Spaces#TIDY}. */
final class SpaceTidier {
  private static final int MOST_LINE_FEEDS = 2;

  private SpaceTidier() {}

  static String tidy(String text) {
    return isTidy(text) ? text : rewrite(text);
  }

  private static boolean isTidy(String text) {
    int length = text.length();
    if (length > 0 && (isSpace(text.charAt(0)) || isSpace(text.charAt(length - 1)))) {
      return false;
    }
    for (int i = 0; i < length; i++) {
      char c = text.charAt(i);
      boolean wanted =
          c == ' ' ? isWantedBlank(text, i) : c == '\n' ? isWantedFeed(text, i) : false;
      if (isSpace(c) && !wanted) {
        return false;
      }
    }
    return true;
  }

  private static boolean isWantedBlank(String text, int i) {
    return text.charAt(i - 1) != ' ' && text.charAt(i - 1) != '\n' && text.charAt(i + 1) != '\n';
  }

  private static boolean isWantedFeed(String text, int i) {
    return i < MOST_LINE_FEEDS || text.charAt(i - 1) != '\n' || text.charAt(i - 2) != '\n';
  }

  private static String rewrite(String text) {
    StringBuilder out = new StringBuilder(text.length());
    int feeds = 0; // line ends since the last character
    int lineStart = 0; // where the blanks since then began
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      if (endsLine(c)) {
        feeds += c == '\r' && i + 1 < text.length() && text.charAt(i + 1) == '\n' ? 0 : 1;
        lineStart = i + 1;
      } else if (!isSpace(c)) {
        separate(text, lineStart, i, feeds, out);
        out.append(c);
        feeds = 0;
        lineStart = i + 1;
      }
    }
    return out.toString();
  }

  /** Writes what stands between two characters: line feeds and indentation, or one blank. */
  private static void separate(String text, int from, int to, int feeds, StringBuilder out) {
    if (out.length() == 0) {
      return;
    }
    if (feeds > 0) {
      out.append(feeds == 1 ? "\n" : "\n\n");
      for (int i = from; i < to; i++) {
        out.append(text.charAt(i) == '\t' ? '\t' : ' ');
      }
    } else if (to > from) {
      out.append(' ');
    }
  }

  private static boolean endsLine(char c) {
    return c >= '\n' && c <= '\r' || c == 0x85 || c == 0x2028 || c == 0x2029;
  }

  private static boolean isSpace(char c) {
    return (CharacterClasses.of(c) & CharacterClasses.SPACE) != 0;
  }
}
