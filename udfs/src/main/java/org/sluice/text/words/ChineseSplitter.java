package org.sluice.text.words;

import com.ibm.icu.text.BreakIterator;
import com.ibm.icu.util.ULocale;
import java.text.CharacterIterator;
import java.util.List;

/**
 * Chinese words, cut like jieba as far as a text without its dictionary allows: runs of Han by
 * ICU's dictionary, runs of ASCII letters and digits (with a decimal part and a percent sign) as
 * one word, everything else a character a word.
 */
final class ChineseSplitter extends WordSplitter {
  private final BreakIterator breaks = BreakIterator.getWordInstance(ULocale.CHINESE);

  ChineseSplitter(List<String> marked) {
    super(new Vocabulary(List.of(), marked));
  }

  @Override
  void fill(char[] text, int length, Words words) {
    int i = 0;
    while (i < length) {
      int start = i;
      if (isHan(text[i])) {
        while (i < length && isHan(text[i])) {
          i++;
        }
        han(text, start, i, words);
      } else if (isAlphanumeric(text[i])) {
        i = alphanumericEnd(text, i, length);
        words.add(start, i, vocabulary().number(text, start, i));
      } else {
        i += Character.charCount(Character.codePointAt(text, i, length));
        if ((CharacterClasses.of(text[start]) & CharacterClasses.SPACE) == 0) {
          words.add(start, i, vocabulary().number(text, start, i));
        }
      }
    }
  }

  private void han(char[] text, int from, int to, Words words) {
    breaks.setText((CharacterIterator) new CharRange(text, from, to));
    int start = breaks.first();
    for (int end = breaks.next(); end != BreakIterator.DONE; start = end, end = breaks.next()) {
      words.add(start, end, vocabulary().number(text, start, end));
    }
  }

  /** jieba's {@code [a-zA-Z0-9]+(?:\.\d+)?%?}. */
  private static int alphanumericEnd(char[] text, int from, int to) {
    int i = from;
    while (i < to && isAlphanumeric(text[i])) {
      i++;
    }
    if (i + 1 < to && text[i] == '.' && isDigit(text[i + 1])) {
      i++;
      while (i < to && isDigit(text[i])) {
        i++;
      }
    }
    return i < to && text[i] == '%' ? i + 1 : i;
  }

  /** The Han characters of jieba's patterns. */
  private static boolean isHan(char c) {
    return c >= 0x4E00 && c <= 0x9FD5;
  }

  private static boolean isAlphanumeric(char c) {
    return c >= 'a' && c <= 'z' || c >= 'A' && c <= 'Z' || isDigit(c);
  }

  private static boolean isDigit(char c) {
    return c >= '0' && c <= '9';
  }
}
