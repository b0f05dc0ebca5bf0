package org.sluice.text.privacy.detect;

import java.util.List;
import java.util.Set;

/**
 * Social security numbers of the United States: area-group-serial, 3-2-4 digits with like
 * separators. Numbers that the Social Security Administration never gives out are refused: area
 * 000, 666 or 900 and above, group 00, serial 0000, and the well-known specimens.
 */
final class UsSsnDetector implements Detector {
  static final String TYPE = "US_SSN";

  private static final double NAMED = 1.0; // with a word for it before it
  private static final double HYPHENS = 0.85;
  private static final double BLANKS = 0.3;

  private static final Set<String> SPECIMENS = Set.of("123456789", "078051120", "219099999");
  private static final List<String> NAMES =
      List.of("ssn", "social sec", "social-sec", "socsec", "ss#", "ss no", "社会安全号", "社保号");

  @Override
  public void find(Page page, Findings findings) {
    for (int run = 0; run < page.runs(); run++) {
      int start = page.runStart(run);
      if (page.runLength(run) == 9) {
        boolean named = Context.before(page, start).holds(NAMES);
        if (named
            && isIssued(page.text.substring(start, start + 9))
            && standsAlone(page, start, start + 9)) {
          findings.add(TYPE, start, start + 9, NAMED);
        }
      } else if (isGrouped(page, run)) {
        find(page, start, page.runEnd(run + 2), findings);
      }
    }
  }

  private static void find(Page page, int start, int end, Findings findings) {
    String text = page.text;
    String digits =
        text.substring(start, start + 3)
            + text.substring(start + 4, start + 6)
            + text.substring(start + 7, end);
    if (isIssued(digits) && standsAlone(page, start, end)) {
      boolean named = Context.before(page, start).holds(NAMES);
      boolean blanks = text.charAt(start + 3) == ' '; // as in many other numbers: a name must tell
      findings.add(TYPE, start, end, named ? NAMED : blanks ? BLANKS : HYPHENS);
    }
  }

  private static boolean isGrouped(Page page, int run) {
    if (run + 2 >= page.runs() || page.runLength(run) != 3) {
      return false;
    }
    char separator = page.at(page.runEnd(run));
    return (separator == '-' || separator == ' ' || separator == '.')
        && page.runLength(run + 1) == 2
        && page.runLength(run + 2) == 4
        && page.runStart(run + 1) == page.runEnd(run) + 1
        && page.runStart(run + 2) == page.runEnd(run + 1) + 1
        && page.at(page.runEnd(run + 1)) == separator;
  }

  private static boolean isIssued(String digits) {
    return !digits.startsWith("000")
        && !digits.startsWith("666")
        && digits.charAt(0) != '9'
        && !digits.startsWith("00", 3)
        && !digits.endsWith("0000")
        && !SPECIMENS.contains(digits)
        && digits.chars().distinct().count() > 1;
  }

  private static boolean standsAlone(Page page, int start, int end) {
    char before = page.at(start - 1);
    char after = page.at(end);
    return !Page.isWord(before)
        && !Page.isWord(after)
        && before != '+'
        && !(before == '-' && Page.isDigit(page.at(start - 2)))
        && !(after == '-' && Page.isDigit(page.at(end + 1)))
        && !page.insideLongerNumber(start, end);
  }
}
