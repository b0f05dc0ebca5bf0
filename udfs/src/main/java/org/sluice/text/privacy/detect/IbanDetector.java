package org.sluice.text.privacy.detect;

import java.util.Locale;

/**
 * International bank account numbers (ISO 13616): the form of the country, and country and check
 * digits moved to the end, letters read as 10 to 35, a remainder of 1 modulo 97.
 */
final class IbanDetector implements Detector {
  static final String TYPE = "IBAN";
  private static final double SCORE = 1.0;

  @Override
  public void find(Page page, Findings findings) {
    for (int run = 0; run < page.runs(); run++) {
      int start = page.runStart(run) - 2;
      if (page.runLength(run) >= 2
          && Page.isAsciiLetter(page.at(start))
          && Page.isAsciiLetter(page.at(start + 1))
          && !Page.isWord(page.at(start - 1))) {
        int end = end(page, start);
        if (end > 0) {
          findings.add(TYPE, start, end, SCORE);
        }
      }
    }
  }

  /** One past the IBAN that begins at {@code start}, or -1. */
  private static int end(Page page, int start) {
    String text = page.text;
    String kinds = IbanFormats.kinds(text.substring(start, start + 2).toUpperCase(Locale.ROOT));
    if (kinds == null) {
      return -1;
    }
    int sum = 0;
    int i = start + 4;
    for (int k = 0; k < kinds.length(); k++, i++) {
      if (page.at(i) == ' ' || page.at(i) == '-') {
        i++;
      }
      char c = upper(page.at(i));
      if (!IbanFormats.fits(kinds.charAt(k), c)) {
        return -1;
      }
      sum = remainder(sum, c);
    }
    // country and check digits come last
    sum = remainder(remainder(sum, upper(text.charAt(start))), upper(text.charAt(start + 1)));
    sum = remainder(remainder(sum, text.charAt(start + 2)), text.charAt(start + 3));
    return sum == 1 && !Page.isWord(page.at(i)) ? i : -1;
  }

  /** The remainder modulo 97 with one more character: a digit shifts by 10, a letter by 100. */
  private static int remainder(int sum, char c) {
    return Page.isDigit(c) ? (10 * sum + c - '0') % 97 : (100 * sum + c - 'A' + 10) % 97;
  }

  private static char upper(char c) {
    return c >= 'a' && c <= 'z' ? (char) (c - 'a' + 'A') : c;
  }
}
