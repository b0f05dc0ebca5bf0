package org.sluice.text.privacy.detect;

/** The check sum of payment cards (ISO/IEC 7812-1, annex B). */
final class Luhn {
  private Luhn() {}

  /**
   * From the right, each second digit is doubled and reduced by 9 when above 9; the sum of all is a
   * multiple of 10.
   *
   * @param digits ASCII digits alone
   */
  static boolean holds(CharSequence digits) {
    int sum = 0;
    for (int i = 0; i < digits.length(); i++) {
      int digit = digits.charAt(digits.length() - 1 - i) - '0';
      int weighed = i % 2 == 0 ? digit : 2 * digit;
      sum += weighed > 9 ? weighed - 9 : weighed;
    }
    return sum % 10 == 0;
  }
}
