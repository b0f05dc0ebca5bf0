package org.sluice.text.privacy.detect;

import java.util.Locale;
import java.util.Set;

/**
 * E-mail addresses: a dot-atom (RFC 5322, section 3.2.3, without the marks that in running text
 * stand around an address rather than in it), an @, and a host name of at least two labels or an IP
 * address in brackets. Letters of other alphabets are taken in; Han and kana are not, since in
 * Chinese and Japanese text they stand right beside an address.
 */
final class EmailDetector implements Detector {
  static final String TYPE = "EMAIL";
  private static final double SCORE = 1.0;

  private static final int MAX_LOCAL = 64; // RFC 5321, section 4.5.3.1.1
  private static final int MAX_LABEL = 63; // RFC 1035, section 2.3.4
  private static final int MAX_DOMAIN = 253;

  /** {@code icon@2x.png} is the picture for dense screens, not an address. */
  private static final Set<String> PICTURES =
      Set.of("png", "jpg", "jpeg", "gif", "svg", "webp", "bmp", "tif", "tiff", "ico");

  @Override
  public void find(Page page, Findings findings) {
    if (!page.hasAt()) {
      return;
    }
    String text = page.text;
    for (int at = text.indexOf('@'); at >= 0; at = text.indexOf('@', at + 1)) {
      int start = startOfLocal(text, at);
      if (start < 0) {
        continue;
      }
      int end = text.startsWith("@[", at) ? endOfBrackets(text, at + 1) : endOfDomain(text, at + 1);
      if (end > 0) {
        findings.add(TYPE, start, end, SCORE);
      }
    }
  }

  /** First unit of the local part that ends before {@code at}, or -1. */
  private static int startOfLocal(String text, int at) {
    int i = at;
    while (i > 0 && at - i <= MAX_LOCAL) {
      char c = text.charAt(i - 1);
      if (c == '.' ? i == at || text.charAt(i) == '.' : !isLocal(c)) {
        break;
      }
      i--;
    }
    if (at - i > MAX_LOCAL) {
      return -1;
    }
    while (i < at && !isAlphanumeric(text.charAt(i)) && text.charAt(i) != '_') {
      i++; // a quote, a bullet or a point before the address
    }
    return i < at ? i : -1;
  }

  /** One past the longest host name from {@code start} that ends in a top-level domain, or -1. */
  private static int endOfDomain(String text, int start) {
    int end = -1;
    int label = start;
    while (label - start < MAX_DOMAIN) {
      int next = endOfLabel(text, label);
      if (next == label || next - label > MAX_LABEL || text.charAt(label) == '-') {
        return end;
      }
      if (label > start) {
        int top = endOfTopLevel(text, label, next);
        end = top > 0 ? top : end;
      }
      if (next >= text.length() || text.charAt(next) != '.') {
        return end;
      }
      label = next + 1;
    }
    return end;
  }

  private static int endOfLabel(String text, int start) {
    int i = start;
    while (i < text.length()
        && i - start <= MAX_LABEL
        && (isAlphanumeric(text.charAt(i)) || text.charAt(i) == '-')) {
      i++;
    }
    return i;
  }

  /** One past the top-level domain that the label is, or begins with ("org-Fax"); or -1. */
  private static int endOfTopLevel(String text, int start, int end) {
    if (text.startsWith("xn--", start)) {
      return end;
    }
    int i = start;
    while (i < end && Character.isLetter(text.charAt(i))) {
      i++;
    }
    boolean picture = PICTURES.contains(text.substring(start, i).toLowerCase(Locale.ROOT));
    boolean whole = i == end || text.charAt(i) == '-';
    return whole && i - start >= 2 && !picture ? i : -1;
  }

  private static int endOfBrackets(String text, int open) {
    int close = text.indexOf(']', open);
    return close > open
            && close - open <= 64
            && IpDetector.isAddress(text.substring(open + 1, close))
        ? close + 1
        : -1;
  }

  private static boolean isLocal(char c) {
    return isAlphanumeric(c) || "_%+-&'~".indexOf(c) >= 0;
  }

  private static boolean isAlphanumeric(char c) {
    return c < 0x80
        ? Page.isWord(c) && c != '_'
        : !Page.isEastAsian(c) && Character.isLetterOrDigit(c);
  }
}
