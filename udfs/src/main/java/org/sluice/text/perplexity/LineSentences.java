package org.sluice.text.perplexity;

import java.util.ArrayList;
import java.util.List;
import org.sluice.text.normalize.LowerCase;
import org.sluice.text.normalize.UnicodeForm;
import org.sluice.text.words.Language;
import org.sluice.text.words.WordSplitter;

/** A sentence a line, in lower case without accents, digits as 0, one blank between words. */
final class LineSentences implements Sentences {
  private final Tokens tokens;
  private final WordSplitter chinese;

  LineSentences(Tokens tokens) {
    this.tokens = tokens;
    this.chinese =
        tokens == Tokens.CHINESE_WORDS ? WordSplitter.of(Language.CHINESE, List.of()) : null;
  }

  @Override
  public List<List<String>> of(String document) {
    List<List<String>> sentences = new ArrayList<>();
    for (String line : document.split("\n", -1)) {
      List<String> words = split(normalized(line));
      if (!words.isEmpty()) {
        sentences.add(words);
      }
    }
    return sentences;
  }

  private List<String> split(String line) {
    return switch (tokens) {
      case WORDS -> line.isEmpty() ? List.of() : List.of(line.split(" "));
      case CHINESE_WORDS -> chinese.words(line);
      case CHARACTERS -> {
        List<String> letters = new ArrayList<>();
        line.codePoints().filter(c -> c != ' ').forEach(c -> letters.add(Character.toString(c)));
        yield letters;
      }
    };
  }

  private static String normalized(String line) {
    String lower = UnicodeForm.NFD.apply(LowerCase.of(line));
    StringBuilder out = new StringBuilder(lower.length());
    boolean blank = false;
    for (int i = 0; i < lower.length(); ) {
      int c = lower.codePointAt(i);
      i += Character.charCount(c);
      int type = Character.getType(c);
      if (Character.isWhitespace(c) || Character.isSpaceChar(c)) {
        blank = out.length() > 0;
      } else if (type != Character.NON_SPACING_MARK && type != Character.CONTROL) {
        if (blank) {
          out.append(' ');
          blank = false;
        }
        out.appendCodePoint(type == Character.DECIMAL_DIGIT_NUMBER ? '0' : c);
      }
    }
    return out.toString();
  }
}
