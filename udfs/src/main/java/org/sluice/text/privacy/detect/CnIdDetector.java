package org.sluice.text.privacy.detect;

import java.time.DateTimeException;
import java.time.LocalDate;
import java.util.Set;

/**
 * Resident identity numbers of China (GB 11643-1999): province and county (6 digits), date of birth
 * (8), sequence (3), check character (ISO 7064 mod 11-2).
 */
final class CnIdDetector implements Detector {
  static final String TYPE = "CN_ID";
  private static final double SCORE = 1.0;
  private static final int LENGTH = 18;

  private static final int[] WEIGHTS = {7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2};
  private static final String CHECKS = "10X98765432"; // by the weighed sum mod 11

  private static final Set<Integer> PROVINCES =
      Set.of(
          11, 12, 13, 14, 15, 21, 22, 23, 31, 32, 33, 34, 35, 36, 37, 41, 42, 43, 44, 45, 46, 50,
          51, 52, 53, 54, 61, 62, 63, 64, 65, 71, 81, 82, 83);

  @Override
  public void find(Page page, Findings findings) {
    for (int run = 0; run < page.runs(); run++) {
      int start = page.runStart(run);
      char after = page.at(page.runEnd(run));
      boolean endsInX = after == 'X' || after == 'x';
      int length = page.runLength(run) + (page.runLength(run) == LENGTH - 1 && endsInX ? 1 : 0);
      if (length == LENGTH && isValid(page.text, start)) {
        findings.add(TYPE, start, start + LENGTH, SCORE);
      }
    }
  }

  private static boolean isValid(String text, int start) {
    int sum = 0;
    for (int i = 0; i < LENGTH - 1; i++) {
      sum += WEIGHTS[i] * (text.charAt(start + i) - '0');
    }
    char check = text.charAt(start + LENGTH - 1);
    return CHECKS.charAt(sum % 11) == (check == 'x' ? 'X' : check)
        && PROVINCES.contains(number(text, start, 2))
        && isDate(
            number(text, start + 6, 4), number(text, start + 10, 2), number(text, start + 12, 2));
  }

  private static boolean isDate(int year, int month, int day) {
    if (year < 1850 || year > 2100) {
      return false;
    }
    try {
      LocalDate.of(year, month, day);
      return true;
    } catch (DateTimeException e) {
      return false;
    }
  }

  private static int number(String text, int start, int digits) {
    return Integer.parseInt(text, start, start + digits, 10);
  }
}
