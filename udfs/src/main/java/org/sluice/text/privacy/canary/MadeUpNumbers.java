package org.sluice.text.privacy.canary;

import java.util.List;
import java.util.Locale;
import java.util.Random;

/**
 * Makes personal data that passes its check sums and belongs to nobody: reserved domains and
 * networks, drama phone numbers, random account numbers.
 */
public final class MadeUpNumbers {
  /** The entities that there are values for. */
  public static final List<String> TYPES =
      List.of("EMAIL", "PHONE", "IP", "CARD", "IBAN", "US_SSN", "CN_ID", "CN_MOBILE");

  private static final List<String> NAMES =
      List.of("anna.berg", "press", "m_hartman", "ir.desk", "elena-novak", "d.okafor", "news+wire");
  private static final List<String> DOMAINS =
      List.of("example.org", "example.com", "mail.example.net", "invest.example.co.uk");

  private MadeUpNumbers() {}

  /** A value of an entity. */
  public static String value(String type, Random random) {
    return switch (type) {
      case "EMAIL" -> pick(NAMES, random) + random.nextInt(90) + "@" + pick(DOMAINS, random);
      case "PHONE" -> phone(random);
      case "IP" -> ip(random);
      case "CARD" -> card(random);
      case "IBAN" -> iban(random);
      case "US_SSN" -> ssn(random);
      case "CN_ID" -> residentId(random);
      case "CN_MOBILE" ->
          "13" + random.nextInt(10) + " " + digits(4, random) + " " + digits(4, random);
      default -> throw new IllegalArgumentException(type);
    };
  }

  private static String phone(Random random) {
    return switch (random.nextInt(4)) {
      case 0 -> "(212) 555-01" + digits(2, random);
      case 1 -> "+44 20 7946 0" + digits(3, random);
      case 2 -> "+1 415-555-01" + digits(2, random);
      default -> "+49 30 23125 " + digits(3, random);
    };
  }

  private static String ip(Random random) {
    return random.nextInt(4) == 0
        ? "2001:db8::" + Integer.toHexString(1 + random.nextInt(0xFFFE))
        : "203.0.113." + (1 + random.nextInt(254));
  }

  /**
   * Visa, Mastercard or American Express with the digit that makes the Luhn sum a multiple of 10.
   */
  private static String card(Random random) {
    String start = pick(List.of("4", "52", "37"), random);
    int length = start.equals("37") ? 15 : 16;
    String body = start + digits(length - 1 - start.length(), random);
    int sum = 0;
    for (int i = 0; i < body.length(); i++) {
      int digit = body.charAt(body.length() - 1 - i) - '0';
      int weighed = i % 2 == 0 ? 2 * digit : digit;
      sum += weighed > 9 ? weighed - 9 : weighed;
    }
    String number = body + (10 - sum % 10) % 10;
    return length == 16 && random.nextBoolean() ? number.replaceAll("(.{4})(?=.)", "$1 ") : number;
  }

  /** German account with the check digits that make the number 1 modulo 97. */
  private static String iban(Random random) {
    String account = digits(18, random);
    int remainder = 0;
    for (char c : (account + "131400").toCharArray()) { // D is 13, E is 14, then 00
      remainder = (10 * remainder + c - '0') % 97;
    }
    String iban = String.format(Locale.ROOT, "DE%02d%s", 98 - remainder, account);
    return random.nextBoolean() ? iban.replaceAll("(.{4})(?=.)", "$1 ") : iban;
  }

  private static String ssn(Random random) {
    int area = 100 + random.nextInt(500);
    return String.format(
        Locale.ROOT, "%03d-%02d-%04d", area, 1 + random.nextInt(99), 1 + random.nextInt(9999));
  }

  /** Resident ID of China with the check character of ISO 7064 mod 11-2. */
  private static String residentId(Random random) {
    String body =
        String.format(
            Locale.ROOT,
            "%s%04d%02d%02d%s",
            pick(List.of("110105", "310104", "440305", "510107"), random),
            1950 + random.nextInt(50),
            1 + random.nextInt(12),
            1 + random.nextInt(28),
            digits(3, random));
    int[] weights = {7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2};
    int sum = 0;
    for (int i = 0; i < weights.length; i++) {
      sum += weights[i] * (body.charAt(i) - '0');
    }
    return body + "10X98765432".charAt(sum % 11);
  }

  static String digits(int count, Random random) {
    StringBuilder digits = new StringBuilder();
    for (int i = 0; i < count; i++) {
      digits.append(random.nextInt(10));
    }
    return digits.toString();
  }

  static <T> T pick(List<T> list, Random random) {
    return list.get(random.nextInt(list.size()));
  }
}
