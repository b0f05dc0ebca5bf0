package org.sluice.text.words;

import com.ibm.icu.lang.UCharacter;
import com.ibm.icu.lang.UCharacterCategory;
import java.util.ArrayList;
import java.util.List;

/**
 * Sentences as spaCy's sentencizer ends them: after a mark that ends sentences in some script, once
 * a word follows that is neither such a mark nor other punctuation. Not thread-safe.
 */
public final class Sentences {
  /**
   * A range of a text, in UTF-16 units.
   *
   * @param start of the first word
   * @param end of the last word
   */
  public record Range(int start, int end) {}

  private final WordSplitter splitter;
  private final Words words = new Words();
  private final List<Range> found = new ArrayList<>();
  private int start;
  private int end;
  private boolean ended;

  /** Sentences of a language. */
  public Sentences(Language language) {
    this.splitter = WordSplitter.of(language, List.of());
  }

  /** The sentences of a text without what lies between them; none of an empty text. */
  public List<Range> ranges(String text) {
    char[] chars = text.toCharArray();
    splitter.split(chars, chars.length, words);
    found.clear();
    start = 0;
    end = -1;
    ended = false;
    int last = 0;
    for (int w = 0; w < words.size(); w++) {
      space(chars, last, words.start(w));
      last = words.end(w);
      word(chars, words.start(w), last);
    }
    space(chars, last, chars.length);
    if (end >= 0) {
      found.add(new Range(start, end));
    }
    return List.copyOf(found);
  }

  /** The text cut so that nothing is lost: what lies between two sentences goes to the second. */
  public List<String> parts(String text) {
    List<Range> ranges = ranges(text);
    List<String> parts = new ArrayList<>();
    int from = 0;
    for (int i = 0; i + 1 < ranges.size(); i++) {
      parts.add(text.substring(from, ranges.get(i).end()));
      from = ranges.get(i).end();
    }
    parts.add(text.substring(from));
    return parts;
  }

  /** White space is a word to spaCy, but for one blank after a word. */
  private void space(char[] text, int from, int to) {
    int first = from < to && from > 0 && text[from] == ' ' ? from + 1 : from;
    if (first < to) {
      next(first, to, false, false);
    }
  }

  private void word(char[] text, int from, int to) {
    boolean punctuation = true;
    int codePoint = 0;
    for (int i = from; i < to; i += Character.charCount(codePoint)) {
      codePoint = Character.codePointAt(text, i, to);
      punctuation &= isPunctuation(codePoint);
    }
    boolean one = Character.charCount(codePoint) == to - from;
    boolean ends = one && (CharacterClasses.of(codePoint) & CharacterClasses.SENTENCE_END) != 0;
    next(from, to, punctuation, ends);
  }

  private void next(int from, int to, boolean punctuation, boolean ends) {
    if (end < 0) {
      start = from;
    } else if (ended && !punctuation && !ends) {
      found.add(new Range(start, end));
      start = from;
      ended = false;
    }
    ended |= ends;
    end = to;
  }

  private static boolean isPunctuation(int codePoint) {
    return switch (UCharacter.getType(codePoint)) {
      case UCharacterCategory.CONNECTOR_PUNCTUATION,
          UCharacterCategory.DASH_PUNCTUATION,
          UCharacterCategory.START_PUNCTUATION,
          UCharacterCategory.END_PUNCTUATION,
          UCharacterCategory.INITIAL_PUNCTUATION,
          UCharacterCategory.FINAL_PUNCTUATION,
          UCharacterCategory.OTHER_PUNCTUATION ->
          true;
      default -> false;
    };
  }
}
