package org.sluice.text.dedup;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.sluice.text.normalize.LowerCase;
import org.sluice.text.normalize.UnicodeForm;
import org.sluice.text.words.Language;
import org.sluice.text.words.Sentences;
import org.sluice.text.words.Simplifier;

/**
 * The parts of a text that are sought elsewhere in a corpus, each with a 64-bit key; parts of equal
 * keys say the same. Not thread-safe.
 */
public final class LineKeys {
  /** What a part is. */
  public enum Level {
    /**
     * A line, compared as CCNet does (Wenzek et al. 2020): no case, accents, marks; digits are 0.
     */
    LINE,
    /** What lies between blank lines, compared in the same way. */
    PARAGRAPH,
    /** Three sentences in a row, compared as C4 and datatrove do. */
    SENTENCES
  }

  /** Sentences in a span. */
  public static final int SPAN = 3;

  /**
   * The parts of a text: pieces that together are the text, and keys.
   *
   * @param pieces lines or paragraphs with the line breaks behind them, or sentences
   * @param keys a key for each piece, of sentences for each that begins a span; 0 for what is never
   *     a duplicate, as blank lines
   */
  public record Parts(List<String> pieces, long[] keys) {}

  private final Level level;
  private final Sentences sentences = new Sentences(Language.ENGLISH);
  private final Simplifier simplifier = new Simplifier();

  public LineKeys(Level level) {
    this.level = level;
  }

  /** How many pieces a key stands for. */
  public int span() {
    return level == Level.SENTENCES ? SPAN : 1;
  }

  /** The parts of a text. */
  public Parts of(String text) {
    return switch (level) {
      case LINE -> lines(cut(text, 1));
      case PARAGRAPH -> lines(cut(text, 2));
      case SENTENCES -> spans(sentences.parts(text));
    };
  }

  /** Cuts behind runs of at least so many line feeds. */
  private static List<String> cut(String text, int feeds) {
    List<String> pieces = new ArrayList<>();
    int start = 0;
    int i = 0;
    while (i < text.length()) {
      int end = i;
      while (end < text.length() && text.charAt(end) == '\n') {
        end++;
      }
      if (end - i >= feeds) {
        pieces.add(text.substring(start, end));
        start = end;
      }
      i = Math.max(end, i + 1);
    }
    if (start < text.length()) {
      pieces.add(text.substring(start));
    }
    return pieces;
  }

  private static Parts lines(List<String> pieces) {
    long[] keys = new long[pieces.size()];
    for (int i = 0; i < keys.length; i++) {
      String normal = normalized(pieces.get(i));
      keys[i] = normal.isEmpty() ? 0 : key(normal);
    }
    return new Parts(pieces, keys);
  }

  private Parts spans(List<String> pieces) {
    String[] simple = new String[pieces.size()];
    for (int i = 0; i < simple.length; i++) {
      simple[i] = simplifier.simplify(pieces.get(i));
    }
    long[] keys = new long[Math.max(0, simple.length - SPAN + 1)];
    for (int i = 0; i < keys.length; i++) {
      keys[i] = key(String.join(" ", simple[i], simple[i + 1], simple[i + 2]));
    }
    return new Parts(pieces, keys);
  }

  private static long key(String text) {
    byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
    long key = XxHash64.hash(bytes, 0, bytes.length, 0);
    return key == 0 ? 1 : key;
  }

  /** CCNet's text_normalizer for dedup: punctuation and controls go, digits become 0. */
  private static String normalized(String piece) {
    String lower = LowerCase.of(piece.strip());
    String decomposed = UnicodeForm.NFD.apply(lower);
    StringBuilder out = new StringBuilder(decomposed.length());
    for (int i = 0; i < decomposed.length(); ) {
      int c = decomposed.codePointAt(i);
      i += Character.charCount(c);
      switch (Character.getType(c)) {
        case Character.NON_SPACING_MARK,
            Character.CONTROL,
            Character.CONNECTOR_PUNCTUATION,
            Character.DASH_PUNCTUATION,
            Character.START_PUNCTUATION,
            Character.END_PUNCTUATION,
            Character.INITIAL_QUOTE_PUNCTUATION,
            Character.FINAL_QUOTE_PUNCTUATION,
            Character.OTHER_PUNCTUATION -> {
          // says nothing
        }
        case Character.DECIMAL_DIGIT_NUMBER -> out.append('0');
        default -> out.appendCodePoint(c);
      }
    }
    return out.toString().strip();
  }
}
