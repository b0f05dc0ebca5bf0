package org.sluice.text.words;

import com.ibm.icu.lang.UCharacter;
import com.ibm.icu.lang.UProperty;
import com.ibm.icu.text.Normalizer2;
import java.util.Arrays;

/**
 * datatrove's simplify_text, what near-duplicates are compared by: lower case; numbers become 0;
 * punctuation becomes a blank; white space becomes one blank; accents are dropped (NFD less
 * category Mn). One pass into a buffer that is used again, so not thread-safe.
 */
public final class Simplifier {
  private static final char[] FOLDED = new char[0x10000]; // lower case, without accents
  private static final char DROPPED = 0;
  private static final char SEVERAL = 1; // folds to no single UTF-16 unit
  private static final char BLANK = ' ';
  private static final char DIGIT = '0';
  private static final String DECIMAL_MARKS = ".,،٫⎖⎗⎘";
  private static final Normalizer2 NFD = Normalizer2.getNFDInstance();

  static {
    for (int c = 0; c < FOLDED.length; c++) {
      FOLDED[c] = foldUnit(c);
    }
  }

  private char[] out = new char[1 << 14];
  private int size;
  private boolean begun; // a character other than white space was met
  private boolean blank; // a blank is due before the next character

  /** The simplified text lies in {@link #buffer()} up to the length returned. */
  public int simplify(char[] text, int length) {
    size = 0;
    begun = false;
    blank = false;
    if (out.length < length + 1) {
      out = new char[length + length / 2];
    }
    int i = 0;
    while (i < length) {
      char c = text[i];
      char folded = FOLDED[c];
      if (folded > DIGIT && c != 'Σ') {
        append(folded);
        i++;
      } else if (folded == BLANK) {
        blank = begun;
        i++;
      } else if (folded == DIGIT) {
        i = numberEnd(text, i, length);
        append(DIGIT);
      } else {
        i = rare(text, i, length);
      }
    }
    return trim();
  }

  /** Where the last simplified text begins: always 0 in this buffer. */
  public char[] buffer() {
    return out;
  }

  /** The simplified text as a string. */
  public String simplify(String text) {
    int length = simplify(text.toCharArray(), text.length());
    return new String(out, 0, length);
  }

  private int rare(char[] text, int at, int length) {
    int codePoint = Character.codePointAt(text, at, length);
    int next = at + Character.charCount(codePoint);
    int classes = CharacterClasses.of(codePoint);
    if ((classes & CharacterClasses.DIGIT) != 0) {
      append(DIGIT);
      return numberEnd(text, at, length);
    }
    if ((classes & CharacterClasses.MARK) != 0) {
      due();
      return next;
    }
    int lower = codePoint == 'Σ' ? sigma(text, at, length) : UCharacter.toLowerCase(codePoint);
    String decomposed = NFD.getDecomposition(lower);
    if (decomposed == null) {
      appendCodePoint(lower);
      return next;
    }
    due();
    decomposed
        .codePoints()
        .filter(c -> (CharacterClasses.of(c) & CharacterClasses.MARK) == 0)
        .forEach(this::appendCodePoint);
    return next;
  }

  private void appendCodePoint(int codePoint) {
    for (char unit : Character.toChars(codePoint)) {
      append(unit);
    }
  }

  private void append(char c) {
    due();
    out[size++] = c;
  }

  /** Writes the blank that is due; before a dropped accent too, as datatrove does. */
  private void due() {
    if (size + 2 > out.length) {
      out = Arrays.copyOf(out, out.length * 2);
    }
    begun = true;
    if (blank) {
      blank = false;
      out[size++] = BLANK;
    }
  }

  /** A dropped accent at either end may have left a blank there. */
  private int trim() {
    int from = 0;
    while (from < size && out[from] == BLANK) {
      from++;
    }
    while (size > from && out[size - 1] == BLANK) {
      size--;
    }
    if (from > 0) {
      System.arraycopy(out, from, out, 0, size - from);
    }
    return size - from;
  }

  /** Digits, and once a decimal mark with more digits. */
  private static int numberEnd(char[] text, int from, int length) {
    int end = digitsEnd(text, from, length);
    if (end + 1 < length && DECIMAL_MARKS.indexOf(text[end]) >= 0) {
      int more = digitsEnd(text, end + 1, length);
      return more > end + 1 ? more : end;
    }
    return end;
  }

  private static int digitsEnd(char[] text, int from, int length) {
    int i = from;
    while (i < length) {
      int codePoint = Character.codePointAt(text, i, length);
      if ((CharacterClasses.of(codePoint) & CharacterClasses.DIGIT) == 0) {
        break;
      }
      i += Character.charCount(codePoint);
    }
    return i;
  }

  /** Final sigma as Python lowers it: a cased letter before and none behind. */
  private static int sigma(char[] text, int at, int length) {
    int i = at;
    int before = 0;
    while (i > 0) {
      before = Character.codePointBefore(text, i, 0);
      if (!UCharacter.hasBinaryProperty(before, UProperty.CASE_IGNORABLE)) {
        break;
      }
      i -= Character.charCount(before);
    }
    if (i == 0 || !UCharacter.hasBinaryProperty(before, UProperty.CASED)) {
      return 'σ';
    }
    int j = at + 1;
    while (j < length) {
      int after = Character.codePointAt(text, j, length);
      if (!UCharacter.hasBinaryProperty(after, UProperty.CASE_IGNORABLE)) {
        return UCharacter.hasBinaryProperty(after, UProperty.CASED) ? 'σ' : 'ς';
      }
      j += Character.charCount(after);
    }
    return 'ς';
  }

  private static char foldUnit(int c) {
    int classes = CharacterClasses.of(c);
    if ((classes & (CharacterClasses.SPACE | CharacterClasses.PUNCTUATION)) != 0) {
      return BLANK;
    }
    if ((classes & CharacterClasses.DIGIT) != 0) {
      return DIGIT;
    }
    if ((classes & CharacterClasses.MARK) != 0) {
      return DROPPED;
    }
    if (Character.isSurrogate((char) c)) {
      return SEVERAL;
    }
    int lower = UCharacter.toLowerCase(c);
    String decomposed = lower < 0x80 ? null : NFD.getDecomposition(lower);
    if (decomposed == null) {
      return lower <= DIGIT || lower > 0xFFFF ? SEVERAL : (char) lower;
    }
    int[] kept =
        decomposed
            .codePoints()
            .filter(d -> (CharacterClasses.of(d) & CharacterClasses.MARK) == 0)
            .toArray();
    return kept.length == 1 && kept[0] > DIGIT && kept[0] < 0x10000 ? (char) kept[0] : SEVERAL;
  }
}
