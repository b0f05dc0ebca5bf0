package org.sluice.text.privacy.detect;

import java.util.Arrays;
import java.util.List;

/**
 * A text prepared for the detectors: characters that only look different are folded onto ASCII
 * (full-width forms, digits of other scripts, the many blanks and dashes), one unit for one unit,
 * so that positions in the page are positions in the text; and the runs of digits are noted, so
 * that detectors of numbers only look where there are any.
 */
public final class Page {
  /** Fills the place of what was already found; the same character begins and ends our tags. */
  private static final char BARRIER = '<';

  final String text;
  private final String original;
  private final boolean hasAt;
  private final int[] runs; // start and end of each run of digits, alternating
  private final int runCount;
  private final boolean blotted;

  private Page(
      String text, String original, boolean blotted, boolean hasAt, int[] runs, int runCount) {
    this.text = text;
    this.original = original;
    this.blotted = blotted;
    this.hasAt = hasAt;
    this.runs = runs;
    this.runCount = runCount;
  }

  /** Reads the text once. */
  public static Page of(String text) {
    return scan(folded(text), text, false);
  }

  private static Page scan(String text, String original, boolean blotted) {
    boolean hasAt = false;
    int[] runs = new int[16];
    int used = 0;
    int length = text.length();
    for (int i = 0; i < length; i++) {
      char c = text.charAt(i);
      if (c > '@') {
        continue;
      }
      if (c == '@') {
        hasAt = true;
      } else if (isDigit(c)) {
        int start = i;
        while (i + 1 < length && isDigit(text.charAt(i + 1))) {
          i++;
        }
        if (used == runs.length) {
          runs = Arrays.copyOf(runs, 2 * used);
        }
        runs[used++] = start;
        runs[used++] = i + 1;
      }
    }
    return new Page(text, original, blotted, hasAt, runs, used / 2);
  }

  /** The text as it was written, for those who learnt from such texts. */
  String original() {
    return original;
  }

  /** Whether findings are blotted out: it is not the text as it was written. */
  boolean isBlotted() {
    return blotted;
  }

  /** Neither a digit nor an @: no detector of numbers and addresses can find anything. */
  public boolean isPlain() {
    return !hasAt && runCount == 0;
  }

  /** The page with the findings blotted out, for another search between them. */
  public Page without(List<Finding> findings) {
    char[] units = text.toCharArray();
    for (Finding finding : findings) {
      Arrays.fill(units, finding.start(), finding.end(), BARRIER);
    }
    return scan(new String(units), original, true);
  }

  boolean hasAt() {
    return hasAt;
  }

  /** Number of runs of digits. */
  int runs() {
    return runCount;
  }

  int runStart(int run) {
    return runs[2 * run];
  }

  int runEnd(int run) {
    return runs[2 * run + 1];
  }

  int runLength(int run) {
    return runEnd(run) - runStart(run);
  }

  /** The unit at {@code i}, or NUL outside of the page. */
  char at(int i) {
    return i >= 0 && i < text.length() ? text.charAt(i) : 0;
  }

  static boolean isDigit(char c) {
    return c >= '0' && c <= '9';
  }

  static boolean isAsciiLetter(char c) {
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
  }

  /** A digit, an ASCII letter or an underscore: what glues a number to an identifier. */
  static boolean isWord(char c) {
    return isDigit(c) || isAsciiLetter(c) || c == '_';
  }

  /** Han, kana, hangul and their marks: scripts that write words without blanks. */
  static boolean isEastAsian(char c) {
    return (c >= 0x2E80 && c <= 0x9FFF)
        || (c >= 0xAC00 && c <= 0xD7AF)
        || (c >= 0xF900 && c <= 0xFAFF)
        || (c >= 0xD840 && c <= 0xD8BF); // high surrogates of the supplementary ideographs
  }

  /**
   * True where a number stands inside a longer decimal or dotted one: a digit, a point or comma
   * with a digit beyond it, on either side.
   */
  boolean insideLongerNumber(int start, int end) {
    char before = at(start - 1);
    char after = at(end);
    return isDigit(before)
        || isDigit(after)
        || ((before == '.' || before == ',') && isDigit(at(start - 2)))
        || ((after == '.' || after == ',') && isDigit(at(end + 1)));
  }

  private static String folded(String text) {
    int length = text.length();
    for (int i = 0; i < length; i++) {
      char c = text.charAt(i);
      if (c >= 0xA0 && fold(c) != c) {
        char[] units = text.toCharArray();
        for (int j = i; j < length; j++) {
          units[j] = fold(units[j]);
        }
        return new String(units);
      }
    }
    return text;
  }

  private static char fold(char c) {
    if (c < 0xA0 || (c > 0xA0 && c < 0x0660) || (c > 0x3000 && c < 0xA000)) {
      return c;
    }
    if (c >= 0xFF01 && c <= 0xFF5E) {
      return (char) (c - 0xFEE0);
    }
    if (c == 0xA0 || (c >= 0x2000 && c <= 0x200A) || c == 0x202F || c == 0x205F || c == 0x3000) {
      return ' ';
    }
    if ((c >= 0x2010 && c <= 0x2015) || c == 0x2212) {
      return '-';
    }
    return Character.isDigit(c) ? (char) ('0' + Character.digit(c, 10)) : c;
  }
}
