package org.sluice.text.privacy.detect;

import java.util.regex.Pattern;

/**
 * A candidate for a phone number: some neighbouring runs of digits of one line.
 *
 * @param start first unit, a plus or opening bracket included
 * @param numberEnd one past the last digit before an extension
 * @param end one past the extension
 * @param digits the digits, without those of the extension
 * @param groups lengths of the runs of digits, as a string of digits: "334"
 * @param separators what stands between the groups, joined
 */
record PhoneShape(
    Page page, int start, int numberEnd, int end, String digits, String groups, String separators) {

  /** 1993-01-04, 4/22/1965, 24.12.2024, 08/2017, 1998-2004. */
  private static final Pattern DATE =
      Pattern.compile(
          "(?<!\\d)(?:(?:19|20)\\d\\d[-./]\\d\\d?[-./]\\d\\d?"
              + "|\\d\\d?[-./]\\d\\d?[-./](?:19|20)\\d\\d"
              + "|\\d\\d?/(?:19|20)\\d\\d"
              + "|(?:19|20)\\d\\d ?- ?(?:19|20)\\d\\d)(?!\\d)");

  /** Numbers with the country's code in front: +49, 0049, 00 49, 011 49. */
  boolean isInternational() {
    return page.at(start) == '+'
        || page.at(start + 1) == '+'
        || (digits.startsWith("00") && digits.charAt(2) != '0' && digits.length() >= 10)
        || (digits.startsWith("011") && digits.length() >= 12);
  }

  /** Digits as {@code +49...}, without the trunk zero in brackets of "+49 (0)30 ...". */
  String internationalDigits() {
    String written = page.text.substring(start, numberEnd);
    int zero = written.indexOf("(0)");
    String kept = zero > 0 ? written.substring(0, zero) + written.substring(zero + 3) : written;
    StringBuilder number = new StringBuilder("+");
    boolean plus = kept.indexOf('+') >= 0;
    String digitsOnly = kept.replaceAll("[^0-9]", "");
    int skip = plus ? 0 : digitsOnly.startsWith("011") ? 3 : 2;
    return number
        .append(digitsOnly, Math.min(skip, digitsOnly.length()), digitsOnly.length())
        .toString();
  }

  /** 3-3-4 digits of North America, with or without the leading 1, not joined by blanks alone. */
  boolean isNorthAmerican() {
    boolean groupsFit =
        groups.equals("334")
            || groups.equals("1334") && digits.charAt(0) == '1'
            || groups.equals("3334") && digits.startsWith("001");
    return groupsFit && !separators.isBlank() && separators.indexOf('/') < 0;
  }

  /** 3-3-4 digits divided by blanks: many other things are, so a numbering plan must know them. */
  boolean mayBeNorthAmerican() {
    return groups.equals("334") || (groups.equals("1334") && digits.charAt(0) == '1');
  }

  /** A trunk zero or an area code in brackets in front. */
  boolean hasTrunk() {
    return digits.charAt(0) == '0' || page.at(start) == '(';
  }

  boolean isBlock() {
    return groups.length() == 1;
  }

  /** Groups as people write phone numbers down: none of one digit but the first, none too long. */
  boolean isPlausible() {
    int count = digits.length();
    boolean pairs = count == 6 && groups.equals("222");
    if ((count < 7 && !pairs) || count > 15 || groups.length() > 6) {
      return false;
    }
    for (int i = 1; i < groups.length(); i++) {
      if (groups.charAt(i) < '2' || groups.charAt(i) > '8') {
        return false;
      }
    }
    return !isDate() && !isDottedFigure() && !isBracketedYear();
  }

  /** Three groups as short as those of a date, or a date or month within the number. */
  private boolean isDate() {
    boolean shortDate =
        digits.length() <= 6 && (separators.equals("//") || separators.equals(".."));
    return shortDate || DATE.matcher(page.text).region(start, numberEnd).find();
  }

  private boolean isYear(int at) {
    return digits.startsWith("19", at) || digits.startsWith("20", at);
  }

  /** 12.345.678 and 12.345: thousands or a decimal fraction. */
  private boolean isDottedFigure() {
    if (!separators.equals(".".repeat(groups.length() - 1)) || groups.length() < 2) {
      return false;
    }
    boolean thousands = groups.charAt(0) <= '3';
    for (int i = 1; i < groups.length(); i++) {
      thousands &= groups.charAt(i) == '3';
    }
    return groups.length() == 2 || thousands;
  }

  /** "(2019) 123-145": volume and pages of a citation. */
  private boolean isBracketedYear() {
    return page.at(start) == '(' && groups.charAt(0) == '4' && isYear(0);
  }

  /** Four numbers of up to three digits with points between. */
  boolean looksLikeIpAddress() {
    return separators.equals("...") && groups.chars().allMatch(c -> c <= '3');
  }
}
