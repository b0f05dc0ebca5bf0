package org.sluice.text.perplexity;

import java.text.Normalizer;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.sluice.text.words.Language;
import org.sluice.text.words.WordSplitter;

/**
 * CCNet's perplexity of a document (Wenzek et al. 2020): line by line, 10 to the power of minus the
 * summed log10 probabilities divided by the words and line ends, rounded to a tenth. Where CCNet's
 * models see SentencePiece's pieces, the words of ours are those between blanks, or letters one by
 * one, as the model was made.
 */
public final class Perplexity {
  /** What a model's words are. */
  public enum Tokens {
    /** Between blanks. */
    WORDS,
    /** As our splitter finds them, for Chinese. */
    CHINESE_WORDS,
    /** Each letter; blanks are left out. */
    CHARACTERS
  }

  private static final double STEPS = 10;

  private final NgramModel model;
  private final Tokens tokens;
  private final WordSplitter chinese;

  /**
   * @param model may be null where only {@link #sentences} are wanted
   */
  public Perplexity(NgramModel model, Tokens tokens) {
    this.model = model;
    this.tokens = tokens;
    this.chinese =
        tokens == Tokens.CHINESE_WORDS ? WordSplitter.of(Language.CHINESE, List.of()) : null;
  }

  /** The perplexity of a document; NaN when it has no words. */
  public double of(String document) {
    double sum = 0;
    long words = 0;
    for (List<String> sentence : sentences(document)) {
      sum += model.score(sentence);
      words += sentence.size() + 1L;
    }
    return words == 0 ? Double.NaN : Math.rint(Math.pow(10, -sum / words) * STEPS) / STEPS;
  }

  /** The words of each line that has any, as models are asked for them and trained on them. */
  public List<List<String>> sentences(String document) {
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

  /** As CCNet brings a line to its model: no case, no accents, digits are 0, one blank. */
  private static String normalized(String line) {
    String lower = Normalizer.normalize(line.toLowerCase(Locale.ROOT), Normalizer.Form.NFD);
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
