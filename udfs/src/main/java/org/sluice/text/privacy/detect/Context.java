package org.sluice.text.privacy.detect;

import java.util.Collection;
import java.util.Locale;
import java.util.Map;

/**
 * The words near a finding on its line, which say what a number is. What was already found hides
 * the words beyond it: so a text redacted once gives nothing new when it is redacted again.
 *
 * @param text lower case, at most {@link #REACH} units
 */
record Context(String text) {
  static final int REACH = 48;

  static Context before(Page page, int start) {
    int i = start;
    while (i > 0 && start - i < REACH && !ends(page.at(i - 1))) {
      i--;
    }
    return new Context(page.text.substring(i, start).toLowerCase(Locale.ROOT));
  }

  static Context after(Page page, int end) {
    int i = end;
    while (i < page.text.length() && i - end < REACH && !ends(page.at(i))) {
      i++;
    }
    return new Context(page.text.substring(end, i).toLowerCase(Locale.ROOT));
  }

  private static boolean ends(char c) {
    return c == '\n' || c == '\r' || c == ';' || c == '<' || c == '>' || c == '@';
  }

  boolean hasNoLetters() {
    return text.chars().noneMatch(Character::isLetter);
  }

  /** True when one of the (lower-case) names occurs. */
  boolean holds(Collection<String> names) {
    for (String name : names) {
      if (text.contains(name)) {
        return true;
      }
    }
    return false;
  }

  /** What the last of the known words in the text says, or {@code otherwise}. */
  <T> T last(Map<String, T> words, T otherwise) {
    int end = text.length();
    while (end > 0) {
      while (end > 0 && !Character.isLetter(text.charAt(end - 1))) {
        end--;
      }
      int start = end;
      while (start > 0 && Character.isLetter(text.charAt(start - 1))) {
        start--;
      }
      T meaning = words.get(text.substring(start, end));
      if (meaning != null) {
        return meaning;
      }
      end = start;
    }
    return otherwise;
  }

  /** The first word of the text, when at most {@code skip} other characters stand before it. */
  String firstWord(int skip) {
    int start = 0;
    while (start < text.length() && start < skip && !Character.isLetter(text.charAt(start))) {
      start++;
    }
    int end = start;
    while (end < text.length() && Character.isLetter(text.charAt(end))) {
      end++;
    }
    return text.substring(start, end);
  }
}
