package org.sluice.text.privacy.detect;

/**
 * Payment card numbers: 12 to 19 digits that some scheme gives out and whose {@link Luhn} sum
 * holds, in one block or in the groups that are printed on cards.
 */
final class CardDetector implements Detector {
  static final String TYPE = "CARD";

  /** Below the other checked numbers, whose longer check digits say more than Luhn's one. */
  private static final double SCORE = 0.95;

  private static final int MIN_DIGITS = 12;
  private static final int MAX_DIGITS = 19;

  @Override
  public void find(Page page, Findings findings) {
    for (int run = 0; run < page.runs(); run++) {
      if (page.runLength(run) >= 4 && page.runLength(run) <= MAX_DIGITS) {
        findFrom(page, run, findings);
      }
    }
  }

  /**
   * Grows a candidate from the run, group by group, while one and the same separator joins them.
   */
  private static void findFrom(Page page, int first, Findings findings) {
    StringBuilder digits = new StringBuilder(MAX_DIGITS);
    char separator = 0;
    for (int run = first; run < page.runs(); run++) {
      int start = page.runStart(run);
      if (run > first) {
        char between = page.at(start - 1);
        boolean joined = start - page.runEnd(run - 1) == 1 && isSeparator(between);
        if (!joined || (separator != 0 && separator != between)) {
          return;
        }
        separator = between;
      }
      if (digits.length() + page.runLength(run) > MAX_DIGITS
          || !fits(digits.length(), page.runLength(run), page.runLength(first))) {
        return;
      }
      digits.append(page.text, start, page.runEnd(run));
      if (digits.length() >= MIN_DIGITS
          && CardIssuers.know(digits)
          && Luhn.holds(digits)
          && standsAlone(page, page.runStart(first), page.runEnd(run), separator)) {
        findings.add(TYPE, page.runStart(first), page.runEnd(run), SCORE);
        return;
      }
    }
  }

  private static boolean isSeparator(char c) {
    return c == ' ' || c == '-' || c == '.';
  }

  /** Groups as printed: all of four with a shorter last one, 4-6-5, 4-6-4, 6-13. */
  private static boolean fits(int before, int length, int firstLength) {
    if (before == 0) {
      return true;
    }
    return switch (before) {
      case 4 -> length == 4 || length == 6;
      case 6 -> length == 13 && firstLength == 6;
      case 10 -> length == 4 || length == 5;
      default -> before % 4 == 0 && firstLength == 4 && length <= 4;
    };
  }

  private static boolean standsAlone(Page page, int start, int end, char separator) {
    char before = page.at(start - 1);
    char after = page.at(end);
    boolean goesOn =
        (separator == '-' || separator == 0) && after == '-' && Page.isDigit(page.at(end + 1));
    boolean comesFrom = before == '-' && Page.isDigit(page.at(start - 2));
    return !goesOn
        && !comesFrom
        && !Page.isWord(before)
        && !Page.isWord(after)
        && !page.insideLongerNumber(start, end);
  }
}
