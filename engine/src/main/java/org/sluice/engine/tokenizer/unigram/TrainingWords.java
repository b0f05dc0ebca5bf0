package org.sluice.engine.tokenizer.unigram;

import java.util.function.Consumer;

/**
 * Cuts a text into what pieces are learnt from: words with the blank before them as ▁, cut once
 * more where no piece may lie across: around line breaks and tabs, and between scripts. So a word
 * is counted once however it is punctuated, and every probability stays what it would be of whole
 * sentences.
 */
public final class TrainingWords {
  /** The mark for a blank. */
  public static final char BLANK = '\u2581';

  /** Longer runs of one script are cut; no vocabulary is learnt from such. */
  private static final int LONGEST = 256;

  private TrainingWords() {}

  /** Passes on every word in order. */
  public static void of(String text, Consumer<String> word) {
    int start = 0;
    StringBuilder current = new StringBuilder();
    Character.UnicodeScript script = null;
    int length = 0;
    while (start < text.length()) {
      int point = text.codePointAt(start);
      start += Character.charCount(point);
      if (point == ' ') {
        length = flush(current, word);
        current.append(BLANK);
        script = null;
        continue;
      }
      if (isBreak(point)) {
        length = flush(current, word);
        script = null;
        continue;
      }
      Character.UnicodeScript own = Scripts.of(point, script);
      if (script != null && own != script || length == LONGEST) {
        length = flush(current, word);
      }
      script = own;
      current.appendCodePoint(point);
      length++;
    }
    flush(current, word);
  }

  private static boolean isBreak(int point) {
    return point == '\n' || point == '\r' || point == '\t';
  }

  private static int flush(StringBuilder current, Consumer<String> word) {
    if (current.length() > 0) {
      word.accept(current.toString());
      current.setLength(0);
    }
    return 0;
  }
}
