package org.sluice.text.rules.peer;

import com.ibm.icu.text.BreakIterator;
import com.ibm.icu.util.ULocale;
import java.util.ArrayList;
import java.util.List;
import org.sluice.text.rules.Document;

/** The ways in which DCLM splits words and lines. */
final class DclmWords {
  private DclmWords() {}

  /** Between blanks as fastText knows them, when they begin with a letter or a number. */
  static long count(String text) {
    long words = 0;
    boolean inside = false;
    for (int i = 0; i < text.length(); ) {
      int c = text.codePointAt(i);
      boolean blank = c == ' ' || c >= '\t' && c <= '\r' || c == 0;
      if (!blank && !inside && isAlphanumeric(c)) {
        words++;
      }
      inside = !blank;
      i += Character.charCount(c);
    }
    return words;
  }

  /** By Unicode's word boundaries, when they begin with a letter or a number. */
  static List<String> words(String text) {
    BreakIterator breaks = BreakIterator.getWordInstance(ULocale.ROOT);
    breaks.setText(text);
    List<String> words = new ArrayList<>();
    int start = breaks.first();
    for (int end = breaks.next(); end != BreakIterator.DONE; start = end, end = breaks.next()) {
      if (isAlphanumeric(text.codePointAt(start))) {
        words.add(text.substring(start, end));
      }
    }
    return words;
  }

  /** Parts between separators, stripped; empty ones are none. */
  static List<String> segments(String text, String separator) {
    List<String> segments = new ArrayList<>();
    for (String part : text.split(separator, -1)) {
      String stripped = Document.strip(part);
      if (!stripped.isEmpty()) {
        segments.add(stripped);
      }
    }
    return segments;
  }

  /** Python's {@code str.isalnum}. */
  private static boolean isAlphanumeric(int c) {
    int type = Character.getType(c);
    return Character.isLetter(c)
        || type == Character.DECIMAL_DIGIT_NUMBER
        || type == Character.LETTER_NUMBER
        || type == Character.OTHER_NUMBER;
  }
}
