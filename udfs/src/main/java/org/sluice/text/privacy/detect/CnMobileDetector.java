package org.sluice.text.privacy.detect;

import java.util.Set;

/**
 * Mobile numbers of mainland China: 1, 3 to 9, nine more digits, in one block or 3-4-4, with or
 * without +86. They are found inside of Chinese text, where no blank stands around them.
 */
final class CnMobileDetector implements Detector {
  static final String TYPE = "CN_MOBILE";

  /** With the country's prefix, its grouping or Chinese around it. */
  private static final double SURE = 0.97;

  /** Eleven digits in a foreign text: as much as an American number with its leading 1. */
  private static final double BARE = 0.6;

  /** What stands between the country's prefix and the number. */
  private static final Set<String> JOINTS = Set.of(" ", "-", ")", ") ");

  private static final int NEAR = 24; // units on either side in which Chinese is looked for

  @Override
  public void find(Page page, Findings findings) {
    for (int run = 0; run < page.runs(); run++) {
      int end = endOfNumber(page, run);
      if (end < 0) {
        continue;
      }
      int start = startWithPrefix(page, run);
      boolean grouped = page.runLength(run) == 3;
      boolean sure = start < page.runStart(run) || grouped || isNearChinese(page, start, end);
      if (standsAlone(page, start, end)) {
        findings.add(TYPE, start, end, sure ? SURE : BARE);
      }
    }
  }

  /** One past the number that begins with this run, or -1. */
  private static int endOfNumber(Page page, int run) {
    int start = page.runStart(run);
    int length = page.runLength(run);
    int skip = gluedPrefix(page.text, start, length);
    if (length - skip == 11) {
      return isMobile(page.text, start + skip) ? page.runEnd(run) : -1;
    }
    boolean grouped =
        length == 3
            && run + 2 < page.runs()
            && isMobile(page.text, start)
            && follows(page, run + 1, 4)
            && follows(page, run + 2, 4)
            && page.at(page.runEnd(run)) == page.at(page.runEnd(run + 1));
    return grouped ? page.runEnd(run + 2) : -1;
  }

  private static int gluedPrefix(String text, int start, int length) {
    if (length == 13 && text.startsWith("86", start)) {
      return 2;
    }
    return length == 15 && text.startsWith("0086", start) ? 4 : 0;
  }

  private static boolean isMobile(String text, int at) {
    return text.charAt(at) == '1' && text.charAt(at + 1) >= '3';
  }

  private static boolean follows(Page page, int run, int length) {
    char between = page.at(page.runStart(run) - 1);
    return page.runLength(run) == length
        && page.runStart(run) - page.runEnd(run - 1) == 1
        && (between == ' ' || between == '-');
  }

  /** The start with +86, 0086, 86 or (+86) before the run, joined by a blank or hyphen at most. */
  private static int startWithPrefix(Page page, int run) {
    int start = page.runStart(run);
    if (page.text.startsWith("86", start)) { // glued: +8613800138000
      return page.at(start - 1) == '+' ? start - 1 : start;
    }
    int prefixEnd = run > 0 ? page.runEnd(run - 1) : start;
    int gap = start - prefixEnd;
    if (gap < 1 || gap > 2 || !JOINTS.contains(page.text.substring(prefixEnd, start))) {
      return start;
    }
    int prefix = page.runStart(run - 1);
    String country = page.text.substring(prefix, prefixEnd);
    if (!country.equals("86") && !country.equals("0086")) {
      return start;
    }
    prefix = page.at(prefix - 1) == '+' ? prefix - 1 : prefix;
    boolean bracket = page.at(prefixEnd) == ')' && page.at(prefix - 1) == '(';
    return bracket ? prefix - 1 : prefix;
  }

  private static boolean standsAlone(Page page, int start, int end) {
    char before = page.at(start - 1);
    char after = page.at(end);
    return !Page.isWord(before)
        && !Page.isWord(after)
        && !(before == '-' && Page.isDigit(page.at(start - 2)))
        && !(after == '-' && Page.isDigit(page.at(end + 1)))
        && !page.insideLongerNumber(start, end);
  }

  private static boolean isNearChinese(Page page, int start, int end) {
    for (int distance = 1; distance <= NEAR; distance++) {
      if (Page.isEastAsian(page.at(start - distance))
          || Page.isEastAsian(page.at(end + distance - 1))) {
        return true;
      }
    }
    return false;
  }
}
