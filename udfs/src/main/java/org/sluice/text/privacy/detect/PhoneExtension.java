package org.sluice.text.privacy.detect;

import java.util.List;

/** The extension behind a phone number: x12, ext. 345, #6, 转 801. */
final class PhoneExtension {
  private static final List<String> WORDS = List.of("extension", "ext.", "ext", "x", "#", "转", "轉");

  private static final int MAX_DIGITS = 7;

  private PhoneExtension() {}

  /** One past the extension that begins at {@code from}, or {@code from} when there is none. */
  static int end(Page page, int from) {
    int i = from;
    if (page.at(i) == ',') {
      i++;
    }
    if (page.at(i) == ' ') {
      i++;
    }
    for (String word : WORDS) {
      if (page.text.regionMatches(true, i, word, 0, word.length())) {
        int digit = i + word.length();
        if (page.at(digit) == ' ' && word.length() > 1) {
          digit++;
        }
        int end = digit;
        while (Page.isDigit(page.at(end)) && end - digit <= MAX_DIGITS) {
          end++;
        }
        return end > digit && end - digit <= MAX_DIGITS ? end : from;
      }
    }
    return from;
  }
}
