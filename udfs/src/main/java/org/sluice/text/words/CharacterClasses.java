package org.sluice.text.words;

import com.ibm.icu.lang.UCharacter;
import com.ibm.icu.lang.UCharacterCategory;
import java.util.Arrays;
import java.util.Map;

/**
 * What a code point is to the word splitters and to the rules: one bit a class.
 *
 * <p>White space, letters, digits and marks are those of Python's {@code str}; general categories
 * come from ICU, so they do not depend on the Java that runs. The other classes are read from
 * {@code characters.txt}.
 */
public final class CharacterClasses {
  /** Python's {@code str.isspace}. */
  public static final int SPACE = 1;

  /** Any letter, Python's {@code str.isalpha}. */
  public static final int LETTER = 1 << 1;

  /** A decimal digit of any script. */
  public static final int DIGIT = 1 << 2;

  /** datatrove's PUNCTUATION, which its simplified text loses. */
  public static final int PUNCTUATION = 1 << 3;

  /** datatrove's TERMINAL_PUNCTUATION: what may end a sentence, in all scripts. */
  public static final int TERMINAL = 1 << 4;

  static final int ALPHA = 1 << 5;
  static final int LOWER = 1 << 6;
  static final int UPPER = 1 << 7;
  static final int QUOTE = 1 << 8;
  static final int ICON = 1 << 9;
  static final int PREFIX = 1 << 10;
  static final int SUFFIX = 1 << 11;
  static final int BEFORE_FULL_STOP = 1 << 12;
  static final int SENTENCE_END = 1 << 13;

  /** Regular expressions' {@code \w}. */
  static final int WORD = 1 << 14;

  /** A non-spacing mark (category Mn). */
  static final int MARK = 1 << 15;

  /** What never counts as a word of its own in a quality rule. */
  public static final int SYMBOL = PUNCTUATION | TERMINAL;

  private static final int PLANE = 0x10000;
  private static final char[] BASIC = new char[PLANE];
  private static final int[][] HIGHER = new int[16][]; // bit -> start, end, start, end ...

  static {
    Map<String, int[]> classes = Resources.codePointClasses("characters.txt");
    put(classes, "PUNCTUATION", PUNCTUATION);
    put(classes, "TERMINAL", TERMINAL);
    put(classes, "ALPHA", ALPHA);
    put(classes, "LOWER", LOWER);
    put(classes, "UPPER", UPPER);
    put(classes, "QUOTE", QUOTE);
    put(classes, "ICON", ICON);
    put(classes, "PREFIX", PREFIX);
    put(classes, "SUFFIX", SUFFIX);
    put(classes, "BEFORE_FULL_STOP", BEFORE_FULL_STOP);
    put(classes, "SENTENCE_END", SENTENCE_END);
    for (int c = 0; c < PLANE; c++) {
      BASIC[c] |= (char) byCategory(c);
    }
  }

  private CharacterClasses() {}

  /** The classes of one UTF-16 unit; a half of a surrogate pair has none. */
  public static int of(char unit) {
    return BASIC[unit];
  }

  /** The classes of one code point. */
  public static int of(int codePoint) {
    return codePoint < PLANE ? BASIC[codePoint] : ofHigher(codePoint);
  }

  private static int ofHigher(int codePoint) {
    int classes = byCategory(codePoint);
    for (int bit = 0; bit < HIGHER.length; bit++) {
      if (HIGHER[bit] != null && within(HIGHER[bit], codePoint)) {
        classes |= 1 << bit;
      }
    }
    return classes;
  }

  private static boolean within(int[] ranges, int codePoint) {
    int at = Arrays.binarySearch(ranges, codePoint);
    // an odd insertion point lies between a start and its end; a hit is a start or an end
    return at >= 0 || (-at - 1) % 2 == 1;
  }

  private static void put(Map<String, int[]> classes, String name, int flag) {
    int[] ranges = classes.get(name);
    int higher = 0;
    for (int i = 0; i < ranges.length; i += 2) {
      if (ranges[i] >= PLANE) {
        break;
      }
      for (int c = ranges[i]; c <= Math.min(ranges[i + 1], PLANE - 1); c++) {
        BASIC[c] |= (char) flag;
      }
      higher = i + 2;
    }
    HIGHER[Integer.numberOfTrailingZeros(flag)] = Arrays.copyOfRange(ranges, higher, ranges.length);
  }

  private static int byCategory(int codePoint) {
    if (isSpace(codePoint)) {
      return SPACE;
    }
    switch (UCharacter.getType(codePoint)) {
      case UCharacterCategory.UPPERCASE_LETTER:
      case UCharacterCategory.LOWERCASE_LETTER:
      case UCharacterCategory.TITLECASE_LETTER:
      case UCharacterCategory.MODIFIER_LETTER:
      case UCharacterCategory.OTHER_LETTER:
        return LETTER | WORD;
      case UCharacterCategory.DECIMAL_DIGIT_NUMBER:
        return DIGIT | WORD;
      case UCharacterCategory.LETTER_NUMBER:
      case UCharacterCategory.OTHER_NUMBER:
        return WORD;
      case UCharacterCategory.NON_SPACING_MARK:
        return MARK;
      default:
        return codePoint == '_' ? WORD : 0;
    }
  }

  private static boolean isSpace(int c) {
    return c >= 9 && c <= 13
        || c >= 0x1C && c <= 0x20
        || c == 0x85
        || c == 0xA0
        || c == 0x1680
        || c >= 0x2000 && c <= 0x200A
        || c == 0x2028
        || c == 0x2029
        || c == 0x202F
        || c == 0x205F
        || c == 0x3000;
  }
}
