package org.sluice.text.privacy.detect;

import java.util.List;

/** Which numbers payment card schemes give out (ISO/IEC 7812 issuer ranges, as published). */
final class CardIssuers {
  /** First six digits from {@code low} to {@code high}, and the lengths of the whole number. */
  private record Range(int low, int high, int minLength, int maxLength) {
    /** All numbers that begin with one of {@code low..high}, given with fewer than six digits. */
    static Range of(int low, int high, int minLength, int maxLength) {
      int scale = 1;
      while (high * scale < 100_000) {
        scale *= 10;
      }
      return new Range(low * scale, high * scale + scale - 1, minLength, maxLength);
    }
  }

  private static final List<Range> RANGES =
      List.of(
          Range.of(4, 4, 13, 13), // Visa, old
          Range.of(4, 4, 16, 16), // Visa
          Range.of(4, 4, 19, 19), // Visa, long
          Range.of(51, 55, 16, 16), // Mastercard
          Range.of(2221, 2720, 16, 16), // Mastercard, since 2017
          Range.of(34, 34, 15, 15), // American Express
          Range.of(37, 37, 15, 15),
          Range.of(300, 305, 14, 19), // Diners Club
          Range.of(309, 309, 14, 19),
          Range.of(36, 36, 14, 19),
          Range.of(38, 39, 14, 19),
          Range.of(
              35, 35, 16, 19), // JCB: 3528 to 3589 today; kin of it is more often JCB than nothing
          Range.of(2131, 2131, 15, 15), // JCB, old
          Range.of(1800, 1800, 15, 15),
          Range.of(2200, 2205, 16, 19), // Mir
          Range.of(50, 50, 12, 19), // Maestro, RuPay, Verve, Elo
          Range.of(56, 59, 12, 19), // Maestro
          Range.of(60, 69, 12, 19), // Discover, UnionPay, Maestro, InterPayment, RuPay
          Range.of(81, 82, 16, 19), // UnionPay, RuPay
          Range.of(9792, 9792, 16, 16), // Troy
          Range.of(955, 955, 16, 19), // Chinese banks, before UnionPay
          Range.of(1, 1, 15, 15)); // UATP

  private CardIssuers() {}

  /** True when some scheme gives out numbers of this beginning and length. */
  static boolean know(CharSequence digits) {
    int first = 0;
    for (int i = 0; i < 6; i++) {
      first = 10 * first + digits.charAt(i) - '0';
    }
    for (Range range : RANGES) {
      if (first >= range.low
          && first <= range.high
          && digits.length() >= range.minLength
          && digits.length() <= range.maxLength) {
        return true;
      }
    }
    return false;
  }
}
