package org.sluice.text.privacy.detect;

import java.util.List;

/**
 * IP addresses: four numbers of 0 to 255 with points between (RFC 791), and the text forms of IPv6
 * (RFC 4291, section 2.2) with {@code ::} and an embedded IPv4 address. Version and section numbers
 * are no addresses.
 */
final class IpDetector implements Detector {
  static final String TYPE = "IP";
  private static final double SCORE = 0.95;

  private static final int MAX_V6 = 45; // units of the longest form, with an embedded IPv4 address

  /** Words that make four dotted numbers a version or a place in a document. */
  private static final List<String> VERSION_WORDS =
      List.of(
          "version",
          "ver",
          "ver.",
          "v",
          "v.",
          "release",
          "build",
          "revision",
          "rev",
          "rev.",
          "firmware",
          "sdk",
          "section",
          "sec.",
          "clause",
          "chapter",
          "figure",
          "fig.",
          "table",
          "article",
          "§",
          "版本",
          "章节");

  @Override
  public void find(Page page, Findings findings) {
    int searched = 0; // units up to here belong to an IPv6 candidate that was looked at
    for (int run = 0; run < page.runs(); run++) {
      int start = page.runStart(run);
      if (start < searched) {
        continue;
      }
      if (isQuad(page, run)) {
        findV4(page, run, findings);
      }
      searched = Math.max(searched, findV6(page, start, findings));
    }
  }

  private static boolean isQuad(Page page, int run) {
    if (run + 3 >= page.runs()) {
      return false;
    }
    for (int i = run; i <= run + 3; i++) {
      boolean joined =
          i == run
              || (page.runStart(i) == page.runEnd(i - 1) + 1 && page.at(page.runEnd(i - 1)) == '.');
      if (!joined || !isOctet(page.text, page.runStart(i), page.runEnd(i))) {
        return false;
      }
    }
    return true;
  }

  private static void findV4(Page page, int run, Findings findings) {
    int start = page.runStart(run);
    int end = page.runEnd(run + 3);
    char before = page.at(start - 1);
    char after = page.at(end);
    boolean longer =
        page.insideLongerNumber(start, end) || before == ':' && page.at(start - 2) == ':';
    boolean version = before == '/' && isProduct(page, start - 1); // Chrome/9.0.1.2
    boolean glued =
        Page.isWord(before)
            || before == '-' && Page.isWord(page.at(start - 2))
            || Page.isWord(after);
    if (!longer && !version && !glued && !followsVersionWord(page, start)) {
      findings.add(TYPE, start, end, SCORE);
    }
  }

  /** A capitalised word ends here: a product in a user agent; a host name would be in small. */
  private static boolean isProduct(Page page, int end) {
    int start = end;
    while (Page.isWord(page.at(start - 1))) {
      start--;
    }
    return start < end && Character.isUpperCase(page.at(start));
  }

  private static boolean followsVersionWord(Page page, int start) {
    String before = Context.before(page, start).text().stripTrailing();
    if (before.endsWith(":")) {
      before = before.substring(0, before.length() - 1);
    }
    for (String word : VERSION_WORDS) {
      int at = before.length() - word.length();
      boolean isWord = at == 0 || at > 0 && !Page.isWord(before.charAt(at - 1));
      if (before.endsWith(word) && isWord) {
        return true;
      }
    }
    return false;
  }

  /** Looks at the widest run of hexadecimal digits and colons around {@code at}; gives its end. */
  private static int findV6(Page page, int at, Findings findings) {
    int start = at;
    while (start > 0
        && at - start <= MAX_V6
        && isV6(page.at(start - 1))
        && page.at(start - 1) != '.') {
      start--;
    }
    int end = at;
    int colons = 0;
    while (end < page.text.length() && end - start <= MAX_V6 && isV6(page.at(end))) {
      colons += page.at(end) == ':' ? 1 : 0;
      end++;
    }
    for (int i = start; i < at; i++) {
      colons += page.at(i) == ':' ? 1 : 0;
    }
    int next = end;
    while (end > at && (page.at(end - 1) == '.' || isLoneColon(page, start, end))) {
      end--; // the end of a sentence or "address: "
    }
    boolean glued =
        isNameUnit(page.at(start - 1))
            || isNameUnit(page.at(end))
            || isV6(page.at(end)) && end == next;
    if (colons >= 2 && !glued && isV6Address(page.text.substring(start, end))) {
      findings.add(TYPE, start, end, SCORE);
    }
    return colons >= 2 ? next : at;
  }

  private static boolean isLoneColon(Page page, int start, int end) {
    return page.at(end - 1) == ':' && end - 2 >= start && page.at(end - 2) != ':';
  }

  private static boolean isV6(char c) {
    return Page.isDigit(c)
        || (c >= 'a' && c <= 'f')
        || (c >= 'A' && c <= 'F')
        || c == ':'
        || c == '.';
  }

  private static boolean isNameUnit(char c) {
    return Page.isWord(c) || c == '-';
  }

  /** True for an IPv4 or IPv6 address as it stands in a mail address: IPv6 after {@code IPv6:}. */
  static boolean isAddress(String literal) {
    if (literal.regionMatches(true, 0, "IPv6:", 0, 5)) {
      return isV6Address(literal.substring(5));
    }
    return isV4Address(literal);
  }

  private static boolean isV4Address(String text) {
    String[] parts = text.split("\\.", -1);
    if (parts.length != 4) {
      return false;
    }
    for (String part : parts) {
      if (!isOctet(part, 0, part.length())) {
        return false;
      }
    }
    return true;
  }

  /** 0 to 255 without a leading zero. */
  private static boolean isOctet(String text, int start, int end) {
    int length = end - start;
    if (length < 1 || length > 3 || (length > 1 && text.charAt(start) == '0')) {
      return false;
    }
    int value = 0;
    for (int i = start; i < end; i++) {
      if (!Page.isDigit(text.charAt(i))) {
        return false;
      }
      value = 10 * value + text.charAt(i) - '0';
    }
    return value <= 255;
  }

  /**
   * Eight groups of one to four hexadecimal digits; one {@code ::} stands for one or more zeros.
   */
  private static boolean isV6Address(String text) {
    int gap = text.indexOf("::");
    if (gap < 0) {
      return groups(text) == 8;
    }
    if (text.indexOf("::", gap + 1) >= 0) {
      return false;
    }
    int left = groups(text.substring(0, gap));
    int right = groups(text.substring(gap + 2));
    return left >= 0 && right >= 0 && left + right >= 1 && left + right <= 7;
  }

  /** Number of 16-bit groups, an IPv4 address at the end counting two; -1 when one is malformed. */
  private static int groups(String text) {
    if (text.isEmpty()) {
      return 0;
    }
    String[] parts = text.split(":", -1);
    int count = parts.length;
    for (int i = 0; i < parts.length; i++) {
      if (i == parts.length - 1 && parts[i].indexOf('.') >= 0) {
        count += isV4Address(parts[i]) ? 1 : Integer.MIN_VALUE / 2;
      } else if (parts[i].isEmpty() || parts[i].length() > 4 || parts[i].indexOf('.') >= 0) {
        return -1;
      }
    }
    return count < 0 ? -1 : count;
  }
}
