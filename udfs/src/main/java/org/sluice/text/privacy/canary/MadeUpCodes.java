package org.sluice.text.privacy.canary;

import static org.sluice.text.privacy.canary.MadeUpNumbers.digits;
import static org.sluice.text.privacy.canary.MadeUpNumbers.pick;

import java.util.List;
import java.util.Locale;
import java.util.Random;

/** Addresses, keys and numbers that are known by their form or by the word beside them. */
final class MadeUpCodes {
  private static final String ALPHANUMERIC =
      "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789";
  private static final String CAPITALS = "ABCDEFGHJKLMNPQRSTUVWXYZ";
  private static final String HEXADECIMAL = "0123456789abcdef";

  private MadeUpCodes() {}

  static String value(String type, Random random) {
    return switch (type) {
      case "URL" ->
          pick(List.of("https://", "http://", "https://www.", "www."), random)
              + letters("abcdefghijklmnopqrstuvwxyz", 8, random)
              + pick(List.of(".example.org", ".example.com"), random)
              + pick(List.of("/", "/u/", "/reset?user=7&token="), random)
              + letters(ALPHANUMERIC, 12, random);
      case "MAC" -> mac(random);
      case "CRYPTO" -> "0x" + letters(HEXADECIMAL, 40, random);
      case "API_KEY" ->
          switch (random.nextInt(4)) {
            case 0 -> "AKIA" + letters(CAPITALS, 16, random);
            case 1 -> "ghp_" + letters(ALPHANUMERIC, 36, random);
            case 2 -> "sk-" + letters(ALPHANUMERIC, 40, random);
            default -> "AIza" + letters(ALPHANUMERIC, 35, random);
          };
      case "PASSPORT" -> pick(List.of("", "C", "AB"), random) + digits(7, random);
      case "PLATE" ->
          pick(List.of("京", "沪", "粤", "川", "浙"), random)
              + letters(CAPITALS, 1, random)
              + letters(CAPITALS, 1, random)
              + digits(4, random);
      case "QQ" -> (1 + random.nextInt(9)) + digits(8, random);
      case "WECHAT" -> letters("abcdefghijkmnpqrstuvwxyz", 6, random) + "_" + digits(4, random);
      default -> throw new IllegalArgumentException(type);
    };
  }

  private static String mac(Random random) {
    String joint = pick(List.of(":", "-"), random);
    StringBuilder mac = new StringBuilder(letters(HEXADECIMAL, 2, random));
    for (int i = 0; i < 5; i++) {
      mac.append(joint).append(letters(HEXADECIMAL, 2, random));
    }
    return random.nextBoolean() ? mac.toString() : mac.toString().toUpperCase(Locale.ROOT);
  }

  private static String letters(String alphabet, int count, Random random) {
    StringBuilder letters = new StringBuilder(count);
    for (int i = 0; i < count; i++) {
      letters.append(alphabet.charAt(random.nextInt(alphabet.length())));
    }
    return letters.toString();
  }
}
