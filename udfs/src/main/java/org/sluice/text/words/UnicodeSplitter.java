package org.sluice.text.words;

import com.ibm.icu.text.BreakIterator;
import com.ibm.icu.util.ULocale;
import java.text.CharacterIterator;
import java.util.List;

/** Words between Unicode's word boundaries (UAX 29); white space is trimmed off and dropped. */
final class UnicodeSplitter extends WordSplitter {
  private final BreakIterator breaks = BreakIterator.getWordInstance(ULocale.ROOT);

  UnicodeSplitter(List<String> marked) {
    super(new Vocabulary(List.of(), marked));
  }

  @Override
  void fill(char[] text, int length, Words words) {
    breaks.setText((CharacterIterator) new CharRange(text, 0, length));
    int start = breaks.first();
    for (int end = breaks.next(); end != BreakIterator.DONE; start = end, end = breaks.next()) {
      int from = start;
      int to = end;
      while (from < to && isSpace(text[from])) {
        from++;
      }
      while (to > from && isSpace(text[to - 1])) {
        to--;
      }
      if (from < to) {
        words.add(from, to, vocabulary().number(text, from, to));
      }
    }
  }

  private static boolean isSpace(char c) {
    return (CharacterClasses.of(c) & CharacterClasses.SPACE) != 0;
  }
}
