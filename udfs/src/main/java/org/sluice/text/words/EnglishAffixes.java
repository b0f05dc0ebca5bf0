package org.sluice.text.words;

import static org.sluice.text.words.CharacterClasses.ALPHA;
import static org.sluice.text.words.CharacterClasses.BEFORE_FULL_STOP;
import static org.sluice.text.words.CharacterClasses.ICON;
import static org.sluice.text.words.CharacterClasses.LOWER;
import static org.sluice.text.words.CharacterClasses.PREFIX;
import static org.sluice.text.words.CharacterClasses.QUOTE;
import static org.sluice.text.words.CharacterClasses.SUFFIX;
import static org.sluice.text.words.CharacterClasses.UPPER;

import java.util.List;

/**
 * What spaCy's English tokenizer cuts from the start, the end and the inside of a chunk: hand-made
 * scanners that find what its patterns find. All lengths are in UTF-16 units.
 */
final class EnglishAffixes {
  /** Units and currency signs, suffixes after an ASCII digit alone. "тбكم" is spaCy's own slip. */
  private static final StringTable AFTER_DIGIT =
      new StringTable(
          List.of(
              ("km km² km³ m m² m³ dm dm² dm³ cm cm² cm³ mm mm² mm³ ha µm nm yd in ft kg g mg µg t"
                      + " lb oz m/s km/h kmh mph hPa Pa mbar mb MB kb KB gb GB tb TB T G M K % км"
                      + " км² км³ м м² м³ дм дм² дм³ см см² см³ мм мм² мм³ нм кг г мг м/с км/ч кПа"
                      + " Па мбар Кб КБ кб Мб МБ мб Гб ГБ гб Тб ТБ тбكم كم² كم³ م م² م³ سم سم² سم³"
                      + " مم مم² مم³ كم غرام جرام جم كغ ملغ كوب اكواب $ £ € ¥ ฿ US$ C$ A$ ₽ ﷼ ₴ ₠"
                      + " ₡ ₢ ₣ ₤ ₥ ₦ ₧ ₨ ₩ ₪ ₫ ₭ ₮ ₯ ₰ ₱ ₲ ₳ ₵ ₶ ₷ ₸ ₹ ₺ ₻ ₼ ₾ ₿")
                  .split(" ")));

  private static final int LONGEST_UNIT = 5;

  private EnglishAffixes() {}

  /** Length of the prefix that {@code text[from, to)} begins with, 0 for none. */
  static int prefix(char[] text, int from, int to) {
    if (from >= to) {
      return 0;
    }
    char first = text[from];
    char second = from + 1 < to ? text[from + 1] : 0;
    switch (first) {
      case '.':
        int run = runOf('.', text, from, to);
        return run >= 2 ? run : 0;
      case '+':
        return isDigit(second) ? 0 : 1;
      case 'U':
        return second == 'S' && from + 2 < to && text[from + 2] == '$' ? 3 : 0;
      case 'A':
      case 'C':
        return second == '$' ? 2 : 0;
      default:
        int codePoint = Character.codePointAt(text, from, to);
        return is(codePoint, PREFIX) ? Character.charCount(codePoint) : 0;
    }
  }

  /** Length of the suffix that {@code text[from, to)} ends with, the longest one; 0 for none. */
  static int suffix(char[] text, int from, int to) {
    if (from >= to) {
      return 0;
    }
    char last = text[to - 1];
    char before = to - 2 >= from ? text[to - 2] : 0;
    if (last == '.') {
      return fullStops(text, from, to);
    }
    if ((last == 's' || last == 'S') && (before == '\'' || before == '’')) {
      return 2;
    }
    if (last == '+') {
      return isDigit(before) ? 1 : 0;
    }
    if (last == '…' && before == '…') {
      return 2;
    }
    int unit = unit(text, from, to);
    if (unit > 0) {
      return unit;
    }
    int codePoint = Character.codePointBefore(text, to, from);
    return is(codePoint, SUFFIX) ? Character.charCount(codePoint) : 0;
  }

  /** Two and more full stops, or one after what may end a sentence. */
  private static int fullStops(char[] text, int from, int to) {
    int start = to - 1;
    while (start > from && text[start - 1] == '.') {
      start--;
    }
    if (to - start >= 2) {
      return to - start;
    }
    if (start == from) {
      return 0;
    }
    int last = Character.codePointBefore(text, start, from);
    if (is(last, BEFORE_FULL_STOP)) {
      return 1;
    }
    int second = start - Character.charCount(last);
    if (second == from) {
      return 0;
    }
    boolean abbreviation =
        is(last, UPPER) && is(Character.codePointBefore(text, second, from), UPPER);
    boolean degrees = text[second - 1] == '°' && "FCK".indexOf(last) >= 0;
    return abbreviation || degrees ? 1 : 0;
  }

  private static int unit(char[] text, int from, int to) {
    for (int length = Math.min(LONGEST_UNIT, to - from - 1); length >= 1; length--) {
      if (isDigit(text[to - length - 1]) && AFTER_DIGIT.find(text, to - length, to) >= 0) {
        return length;
      }
    }
    return 0;
  }

  /** Length of the infix at {@code at}, inside {@code text[from, to)}; 0 for none. */
  static int infix(char[] text, int at, int from, int to) {
    char c = text[at];
    if (c < 0x80) {
      return asciiInfix(text, at, from, to);
    }
    if (c == '…') {
      return 1;
    }
    int codePoint = Character.codePointAt(text, at, to);
    if (is(codePoint, ICON)) {
      return Character.charCount(codePoint);
    }
    if (c == '–' || c == '—') {
      if (!joinsFrom(text, at, from)) {
        return 0;
      }
      if (is(after(text, at + 1, to), ALPHA)) {
        return 1;
      }
      boolean twice = c == '—' && after(text, at + 1, to) == '—';
      return twice && is(after(text, at + 2, to), ALPHA) ? 2 : 0;
    }
    return 0;
  }

  private static int asciiInfix(char[] text, int at, int from, int to) {
    switch (text[at]) {
      case '.':
        int run = runOf('.', text, at, to);
        boolean sentences =
            is(before(text, at, from), LOWER | QUOTE) && is(after(text, at + 1, to), UPPER | QUOTE);
        return run >= 2 ? run : sentences ? 1 : 0;
      case ',':
        return is(before(text, at, from), ALPHA) && is(after(text, at + 1, to), ALPHA) ? 1 : 0;
      case '+':
      case '*':
      case '^':
        return betweenDigits(text, at, from, to) ? 1 : 0;
      case '-':
        return betweenDigits(text, at, from, to) ? 1 : hyphens(text, at, from, to);
      case '~':
      case ':':
      case '<':
      case '>':
      case '=':
      case '/':
        return joinsFrom(text, at, from) && is(after(text, at + 1, to), ALPHA) ? 1 : 0;
      default:
        return 0;
    }
  }

  private static boolean betweenDigits(char[] text, int at, int from, int to) {
    int next = after(text, at + 1, to);
    return isDigit(before(text, at, from)) && (isDigit(next) || next == '-');
  }

  /** One, two or three hyphens between a letter or digit and a letter. */
  private static int hyphens(char[] text, int at, int from, int to) {
    // no further than a fourth one, or a long run would be counted again from each of its hyphens
    int run = runOf('-', text, at, Math.min(to, at + 4));
    return run <= 3 && joinsFrom(text, at, from) && is(after(text, at + run, to), ALPHA) ? run : 0;
  }

  private static boolean joinsFrom(char[] text, int at, int from) {
    int before = before(text, at, from);
    return isDigit(before) || is(before, ALPHA);
  }

  private static int runOf(char wanted, char[] text, int from, int to) {
    int i = from;
    while (i < to && text[i] == wanted) {
      i++;
    }
    return i - from;
  }

  private static int before(char[] text, int at, int from) {
    return at > from ? Character.codePointBefore(text, at, from) : 0;
  }

  private static int after(char[] text, int at, int to) {
    return at < to ? Character.codePointAt(text, at, to) : 0;
  }

  private static boolean isDigit(int codePoint) {
    return codePoint >= '0' && codePoint <= '9';
  }

  private static boolean is(int codePoint, int classes) {
    return (CharacterClasses.of(codePoint) & classes) != 0;
  }
}
