package org.sluice.text.prompt.python;

import com.ibm.icu.lang.UCharacter;
import com.ibm.icu.lang.UProperty;
import java.util.Locale;
import java.util.function.IntPredicate;

/** Upper, lower and title case and the questions about them, for the whole of Unicode. */
final class CaseMapping {
  private static final int CAPITAL_SIGMA = 0x3a3;

  private CaseMapping() {}

  static String lower(String text) {
    return text.toLowerCase(Locale.ROOT);
  }

  static String upper(String text) {
    return text.toUpperCase(Locale.ROOT);
  }

  static String fold(String text) {
    return UCharacter.foldCase(text, true);
  }

  static String swap(String text) {
    StringBuilder swapped = new StringBuilder(text.length());
    for (int i = 0; i < text.length(); i += Character.charCount(text.codePointAt(i))) {
      int codePoint = text.codePointAt(i);
      String one = Character.toString(codePoint);
      swapped.append(
          Character.isUpperCase(codePoint)
              ? lowerWithin(text, i)
              : Character.isLowerCase(codePoint) ? upper(one) : one);
    }
    return swapped.toString();
  }

  static String capitalize(String text) {
    if (text.isEmpty()) {
      return text;
    }
    int first = text.codePointAt(0);
    StringBuilder capitalized = new StringBuilder(title(first));
    for (int i = Character.charCount(first); i < text.length(); ) {
      capitalized.append(lowerWithin(text, i));
      i += Character.charCount(text.codePointAt(i));
    }
    return capitalized.toString();
  }

  /** {@code str.title}: the first letter of each run of cased letters, the others lower. */
  static String title(String text) {
    StringBuilder titled = new StringBuilder(text.length());
    boolean within = false;
    for (int i = 0; i < text.length(); ) {
      int codePoint = text.codePointAt(i);
      titled.append(within ? lowerWithin(text, i) : title(codePoint));
      within = cased(codePoint);
      i += Character.charCount(codePoint);
    }
    return titled.toString();
  }

  /** The title case of one character, such as "Fi" for the ligature. */
  private static String title(int codePoint) {
    return UCharacter.toTitleCase(Locale.ROOT, Character.toString(codePoint), null);
  }

  /** One character in lower case; a sigma at a word's end has a form of its own. */
  private static String lowerWithin(String text, int place) {
    int codePoint = text.codePointAt(place);
    if (codePoint != CAPITAL_SIGMA) {
      return lower(Character.toString(codePoint));
    }
    boolean after = place > 0 && cased(text.codePointBefore(place));
    boolean before = place + 1 < text.length() && cased(text.codePointAt(place + 1));
    return after && !before ? "\u03c2" : "\u03c3";
  }

  private static boolean cased(int codePoint) {
    return Character.isLowerCase(codePoint)
        || Character.isUpperCase(codePoint)
        || Character.isTitleCase(codePoint);
  }

  static boolean isLower(String text) {
    return text.codePoints().anyMatch(Character::isLowerCase)
        && text.codePoints().noneMatch(c -> Character.isUpperCase(c) || Character.isTitleCase(c));
  }

  static boolean isUpper(String text) {
    return text.codePoints().anyMatch(Character::isUpperCase)
        && text.codePoints().noneMatch(c -> Character.isLowerCase(c) || Character.isTitleCase(c));
  }

  static boolean isTitle(String text) {
    boolean any = false;
    boolean within = false;
    for (int codePoint : text.codePoints().toArray()) {
      boolean capital = Character.isUpperCase(codePoint) || Character.isTitleCase(codePoint);
      if (capital ? within : Character.isLowerCase(codePoint) && !within) {
        return false;
      }
      within = cased(codePoint);
      any |= within;
    }
    return any;
  }

  /** Whether the text is not empty and every character passes. */
  static boolean all(String text, IntPredicate test) {
    return !text.isEmpty() && text.codePoints().allMatch(test);
  }

  static boolean decimal(int codePoint) {
    return Character.getType(codePoint) == Character.DECIMAL_DIGIT_NUMBER;
  }

  static boolean digit(int codePoint) {
    return decimal(codePoint) || numericType(codePoint) == UCharacter.NumericType.DIGIT;
  }

  static boolean numeric(int codePoint) {
    return numericType(codePoint) != UCharacter.NumericType.NONE;
  }

  static boolean alphanumeric(int codePoint) {
    return Character.isLetter(codePoint) || digit(codePoint) || numeric(codePoint);
  }

  private static int numericType(int codePoint) {
    return UCharacter.getIntPropertyValue(codePoint, UProperty.NUMERIC_TYPE);
  }
}
