package org.sluice.text.rules;

import java.util.ArrayList;
import java.util.List;
import org.sluice.text.words.CharacterClasses;

/**
 * A document as the profiles see it that measure for themselves. Its parts are made when a profile
 * first asks for them, and shared by all. White space is what Python's {@code str} says it is, and
 * characters are code points, because the rules come from Python programs.
 */
public final class Document {
  private final String text;
  private final String language;
  private List<String> words;
  private List<String> lines;

  /**
   * A document.
   *
   * @param text its text
   * @param language code of its language; null: English
   */
  public Document(String text, String language) {
    this.text = text;
    this.language = language;
  }

  public String text() {
    return text;
  }

  /** Code of the language, or null. */
  public String language() {
    return language;
  }

  /** What lies between white space, as {@code str.split()} cuts. */
  public List<String> words() {
    if (words == null) {
      words = words(text);
    }
    return words;
  }

  /** Parts between single line feeds, empty ones too, as {@code split("\n")} cuts. */
  public List<String> lines() {
    if (lines == null) {
      lines = List.of(text.split("\n", -1));
    }
    return lines;
  }

  /** The words of a part of a document. */
  public static List<String> words(String text) {
    List<String> words = new ArrayList<>();
    int start = -1;
    for (int i = 0; i < text.length(); i++) {
      if (isSpace(text.charAt(i))) {
        if (start >= 0) {
          words.add(text.substring(start, i));
          start = -1;
        }
      } else if (start < 0) {
        start = i;
      }
    }
    if (start >= 0) {
      words.add(text.substring(start));
    }
    return words;
  }

  /** Lines as {@code str.splitlines()} cuts them: at every line break that Unicode knows. */
  public static List<String> splitLines(String text) {
    List<String> lines = new ArrayList<>();
    int start = 0;
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      if (endsLine(c)) {
        lines.add(text.substring(start, i));
        if (c == '\r' && i + 1 < text.length() && text.charAt(i + 1) == '\n') {
          i++;
        }
        start = i + 1;
      }
    }
    if (start < text.length()) {
      lines.add(text.substring(start));
    }
    return lines;
  }

  private static boolean endsLine(char c) {
    return c >= '\n' && c <= '\r'
        || c >= 0x1C && c <= 0x1E
        || c == 0x85
        || c == 0x2028
        || c == 0x2029;
  }

  /** The text without white space at its ends. */
  public static String strip(String text) {
    int from = 0;
    int to = text.length();
    while (from < to && isSpace(text.charAt(from))) {
      from++;
    }
    while (to > from && isSpace(text.charAt(to - 1))) {
      to--;
    }
    return text.substring(from, to);
  }

  /** Length in code points. */
  public static int length(String text) {
    return text.codePointCount(0, text.length());
  }

  /** Whether some character is a letter of any script. */
  public static boolean hasLetter(String word) {
    return word.codePoints().anyMatch(c -> (CharacterClasses.of(c) & CharacterClasses.LETTER) != 0);
  }

  static boolean isSpace(char c) {
    return (CharacterClasses.of(c) & CharacterClasses.SPACE) != 0;
  }
}
