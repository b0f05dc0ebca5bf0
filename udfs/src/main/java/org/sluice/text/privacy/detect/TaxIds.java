package org.sluice.text.privacy.detect;

import static org.sluice.text.privacy.detect.CheckDigits.digit;
import static org.sluice.text.privacy.detect.CheckDigits.number;
import static org.sluice.text.privacy.detect.CheckDigits.sum;

import java.util.List;
import java.util.function.Predicate;

/**
 * VAT and company numbers with check digits, by the algorithms that the member states have given to
 * the European Commission, and those of Switzerland, Australia and China.
 */
final class TaxIds {
  static final String TYPE = "VAT";
  private static final String NAMES = "vat|ust|tva|iva|btw|moms|mwst|tax|税";
  private static final String CREDIT = "0123456789ABCDEFGHJKLMNPQRTUWXY";

  static final List<IdRule> RULES =
      List.of(
          rule("deDDDDDDDDD", 2, CheckDigits::mod11And10),
          rule("itDDDDDDDDDDD", 2, Luhn::holds),
          rule(
              "frDDDDDDDDDDD",
              2,
              id -> number(id, 0, 2) == (12 + 3 * (number(id, 2, 11) % 97)) % 97),
          rule("beDDDDDDDDDD", 2, id -> number(id, 8, 10) == 97 - number(id, 0, 8) % 97),
          rule("nlDDDDDDDDDbDD", 2, id -> sum(id, 9, 8, 7, 6, 5, 4, 3, 2, -1) % 11 == 0),
          rule("atuDDDDDDDD", 3, TaxIds::austrian),
          rule("dkDDDDDDDD", 2, id -> sum(id, 2, 7, 6, 5, 4, 3, 2, 1) % 11 == 0),
          rule("fiDDDDDDDD", 2, id -> sum(id, 7, 9, 10, 5, 8, 4, 2, 1) % 11 == 0),
          rule("plDDDDDDDDDD", 2, id -> sum(id, 6, 5, 7, 2, 3, 4, 5, 6, 7) % 11 == digit(id, 9)),
          rule(
              "ptDDDDDDDDD",
              2,
              id -> (11 - sum(id, 9, 8, 7, 6, 5, 4, 3, 2) % 11) % 11 % 10 == digit(id, 8)),
          rule("seDDDDDDDDDDDD", 2, id -> Luhn.holds(id.substring(0, 10))),
          rule("luDDDDDDDD", 2, id -> number(id, 0, 6) % 89 == number(id, 6, 8)),
          rule("huDDDDDDDD", 2, id -> sum(id, 9, 7, 3, 1, 9, 7, 3, 1) % 10 == 0),
          rule("hrDDDDDDDDDDD", 2, CheckDigits::mod11And10),
          rule(
              "elDDDDDDDDD",
              2,
              id -> sum(id, 256, 128, 64, 32, 16, 8, 4, 2) % 11 % 10 == digit(id, 8)),
          rule("gbDDDDDDDDD", 2, TaxIds::british),
          rule("cheDDDDDDDDD", 3, id -> sum(id, 5, 4, 3, 2, 7, 6, 5, 4, 1) % 11 == 0),
          // Australian business number
          IdRule.of(
              "DDDDDDDDDDD",
              0.2,
              "abn|business number",
              id -> (sum(id, 10, 1, 3, 5, 7, 9, 11, 13, 15, 17, 19) - 10) % 89 == 0),
          // unified social credit code of China, GB 32100-2015
          IdRule.of("AADDDDDDAAAAAAAAAA", 0.9, "信用代码|credit code", TaxIds::creditCode));

  private TaxIds() {}

  /** A number behind the letters of its country, which a shape has in lower case. */
  private static IdRule rule(String shape, int letters, Predicate<String> check) {
    return IdRule.of(shape, 0.95, NAMES, id -> check.test(id.substring(letters)));
  }

  private static boolean austrian(String id) {
    int sum = 4;
    for (int i = 0; i < 7; i++) {
      int digit = digit(id, i) * (1 + i % 2);
      sum += digit / 10 + digit % 10;
    }
    return (10 - sum % 10) % 10 == digit(id, 7);
  }

  private static boolean british(String id) {
    long rest = (sum(id, 8, 7, 6, 5, 4, 3, 2) + number(id, 7, 9)) % 97;
    return rest == 0 || rest == 97 - 55;
  }

  private static boolean creditCode(String id) {
    int sum = 0;
    int weight = 1;
    for (int i = 0; i < 17; i++) {
      int value = CREDIT.indexOf(id.charAt(i));
      if (value < 0) {
        return false;
      }
      sum += value * weight;
      weight = weight * 3 % 31;
    }
    return CREDIT.indexOf(id.charAt(17)) == (31 - sum % 31) % 31;
  }
}
