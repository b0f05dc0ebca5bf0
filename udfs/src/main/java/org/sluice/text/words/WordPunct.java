package org.sluice.text.words;

import java.util.ArrayList;
import java.util.List;

/**
 * NLTK's WordPunctTokenizer, {@code \w+|[^\w\s]+} with Unicode's own {@code \w} and {@code \s}:
 * runs of letters, marks, digits and underscores, and runs of what is neither these nor white
 * space. As NLTK 3.10 does it; 3.8, of RedPajama-V2's time, cuts at combining marks.
 */
public final class WordPunct {
  private static final int PLANE = 0x10000;
  private static final byte[] BASIC = new byte[PLANE];
  private static final byte SPACE = 0;
  private static final byte WORD = 1;
  private static final byte OTHER = 2;

  static {
    for (int c = 0; c < PLANE; c++) {
      BASIC[c] = kind(c);
    }
  }

  private WordPunct() {}

  /** The runs in their order. */
  public static List<String> words(String text) {
    List<String> words = new ArrayList<>();
    int start = 0;
    byte kind = SPACE;
    for (int i = 0; i < text.length(); ) {
      int c = text.codePointAt(i);
      byte here = c < PLANE ? BASIC[c] : kind(c);
      if (here != kind) {
        if (kind != SPACE) {
          words.add(text.substring(start, i));
        }
        start = i;
        kind = here;
      }
      i += Character.charCount(c);
    }
    if (kind != SPACE) {
      words.add(text.substring(start));
    }
    return words;
  }

  private static byte kind(int c) {
    if (isSpace(c)) {
      return SPACE;
    }
    return isWord(c) ? WORD : OTHER;
  }

  private static boolean isWord(int c) {
    return Character.isAlphabetic(c)
        || switch (Character.getType(c)) {
          case Character.NON_SPACING_MARK,
              Character.ENCLOSING_MARK,
              Character.COMBINING_SPACING_MARK,
              Character.DECIMAL_DIGIT_NUMBER,
              Character.CONNECTOR_PUNCTUATION ->
              true;
          default -> c == 0x200C || c == 0x200D; // the two that join
        };
  }

  /** Unicode's White_Space; Python's strings count U+001C to U+001F too. */
  private static boolean isSpace(int c) {
    return c >= 9 && c <= 13 || Character.isSpaceChar(c) || c == 0x85;
  }
}
