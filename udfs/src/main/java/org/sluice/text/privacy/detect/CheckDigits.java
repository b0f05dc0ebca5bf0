package org.sluice.text.privacy.detect;

/** Check digits of identity, tax and health numbers. Arguments are digits without separators. */
final class CheckDigits {
  private static final int[][] VERHOEFF = {
    {0, 1, 2, 3, 4, 5, 6, 7, 8, 9},
    {1, 5, 7, 6, 2, 8, 3, 0, 9, 4},
    {5, 8, 0, 3, 7, 9, 6, 1, 4, 2},
    {8, 9, 1, 6, 0, 4, 3, 5, 2, 7},
    {9, 4, 5, 3, 1, 2, 6, 8, 7, 0},
    {4, 2, 8, 6, 5, 7, 3, 9, 0, 1},
    {2, 7, 9, 3, 8, 0, 6, 4, 1, 5},
    {7, 0, 4, 6, 9, 1, 3, 2, 5, 8}
  };

  private CheckDigits() {}

  /** The sum of the first digits, each times its weight. */
  static int sum(String digits, int... weights) {
    int sum = 0;
    for (int i = 0; i < weights.length; i++) {
      sum += weights[i] * digit(digits, i);
    }
    return sum;
  }

  static int digit(String digits, int at) {
    return digits.charAt(at) - '0';
  }

  /** Digits from one place to another, as a number. */
  static long number(String digits, int from, int to) {
    return Long.parseLong(digits, from, to, 10);
  }

  /** ISO 7064 mod 11,10. */
  static boolean mod11And10(String digits) {
    int product = 10;
    for (int i = 0; i < digits.length() - 1; i++) {
      int sum = (digit(digits, i) + product) % 10;
      product = (sum == 0 ? 10 : sum) * 2 % 11;
    }
    return (product + digit(digits, digits.length() - 1)) % 10 == 1;
  }

  /** Verhoeff (1969): multiplication in the dihedral group of order ten. */
  static boolean verhoeff(String digits) {
    int check = 0;
    for (int i = 0; i < digits.length(); i++) {
      int digit = digit(digits, digits.length() - 1 - i);
      check = times(check, VERHOEFF[i % 8][digit]);
    }
    return check == 0;
  }

  private static int times(int one, int other) {
    if (one < 5) {
      return other < 5 ? (one + other) % 5 : 5 + (one + other) % 5;
    }
    return other < 5 ? 5 + (one - other) % 5 : (5 + one - other) % 5;
  }

  /** Whether day and month at these places can be a date's. */
  static boolean isDate(String digits, int day, int month) {
    long d = number(digits, day, day + 2);
    long m = number(digits, month, month + 2);
    return d >= 1 && d <= 31 && m >= 1 && m <= 12;
  }
}
