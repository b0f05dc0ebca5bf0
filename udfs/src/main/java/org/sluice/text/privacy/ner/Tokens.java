package org.sluice.text.privacy.ner;

import java.util.Arrays;
import org.sluice.text.normalize.LowerCase;

/**
 * The tokens of a text: words of letters, runs of digits, single Han characters and other letters
 * of scripts without blanks, single marks, and the ends of lines.
 */
public final class Tokens {
  /** Kinds of tokens. */
  static final byte WORD = 0;

  static final byte NUMBER = 1;
  static final byte HAN = 2;
  static final byte MARK = 3;
  static final byte LINE = 4;

  private final String text;
  private int[] bounds = new int[128]; // start and end, alternating
  private byte[] kinds = new byte[64];
  private String[] lower;
  private int size;

  private Tokens(String text) {
    this.text = text;
  }

  /** Reads the text once. */
  public static Tokens of(String text) {
    Tokens tokens = new Tokens(text);
    int i = 0;
    while (i < text.length()) {
      int point = text.codePointAt(i);
      int end = i + Character.charCount(point);
      if (point == '\n') {
        tokens.add(i, end, LINE);
      } else if (!isBlank(point)) {
        byte kind = kindOf(point);
        if (kind == WORD || kind == NUMBER) {
          end = tokens.runEnd(end, kind);
        }
        tokens.add(i, end, kind);
      }
      i = end;
    }
    tokens.lower = new String[tokens.size];
    return tokens;
  }

  private static boolean isBlank(int point) {
    return point <= ' ' || Character.isWhitespace(point) || Character.isSpaceChar(point);
  }

  private int runEnd(int from, byte kind) {
    int end = from;
    while (end < text.length()) {
      int point = text.codePointAt(end);
      boolean goesOn = kindOf(point) == kind || (kind == WORD && isMarkOfLetter(point));
      if (!goesOn) {
        break;
      }
      end += Character.charCount(point);
    }
    return end;
  }

  private static boolean isMarkOfLetter(int point) {
    int type = Character.getType(point);
    return type == Character.NON_SPACING_MARK || type == Character.COMBINING_SPACING_MARK;
  }

  private static byte kindOf(int point) {
    if (point < 128) {
      boolean letter = (point | 32) >= 'a' && (point | 32) <= 'z';
      return letter ? WORD : point >= '0' && point <= '9' ? NUMBER : MARK;
    }
    if (Character.isIdeographic(point) || (point >= 0x3040 && point <= 0x30FF)) {
      return HAN;
    }
    return Character.isLetter(point) ? WORD : Character.isDigit(point) ? NUMBER : MARK;
  }

  private void add(int start, int end, byte kind) {
    if (size == kinds.length) {
      bounds = Arrays.copyOf(bounds, 4 * size);
      kinds = Arrays.copyOf(kinds, 2 * size);
    }
    bounds[2 * size] = start;
    bounds[2 * size + 1] = end;
    kinds[size++] = kind;
  }

  public int size() {
    return size;
  }

  /** First unit of the token. */
  public int start(int token) {
    return bounds[2 * token];
  }

  /** One past the last unit of the token. */
  public int end(int token) {
    return bounds[2 * token + 1];
  }

  byte kind(int token) {
    return kinds[token];
  }

  /** The token as it is written. */
  String word(int token) {
    return text.substring(start(token), end(token));
  }

  /** The token in lower case; beyond the ends a mark of its own. */
  String lower(int token) {
    if (token < 0 || token >= size) {
      return token < 0 ? "<s>" : "</s>";
    }
    if (lower[token] == null) {
      lower[token] = kinds[token] == LINE ? "\n" : LowerCase.of(word(token));
    }
    return lower[token];
  }

  /** True where no blank stands before the token. */
  boolean isGlued(int token) {
    return token > 0 && end(token - 1) == start(token);
  }

  char at(int unit) {
    return text.charAt(unit);
  }
}
