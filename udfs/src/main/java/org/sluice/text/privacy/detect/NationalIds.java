package org.sluice.text.privacy.detect;

import static org.sluice.text.privacy.detect.CheckDigits.digit;
import static org.sluice.text.privacy.detect.CheckDigits.isDate;
import static org.sluice.text.privacy.detect.CheckDigits.number;
import static org.sluice.text.privacy.detect.CheckDigits.sum;

import java.util.List;

/**
 * Identity, social security and health numbers with check digits, by the published rules of the
 * countries' authorities. Where a number of that length holds by chance too often, a word for it
 * must stand beside it: its score alone is below one half.
 */
final class NationalIds {
  static final String TYPE = "NATIONAL_ID";

  private static final String SPANISH = "TRWAGMYFPDXBNJZSQVHLCKE";
  private static final String FINNISH = "0123456789ABCDEFHJKLMNPRSTUVWXY";

  static final List<IdRule> RULES =
      List.of(
          // Spain: NIF and NIE
          IdRule.of("DDDDDDDDL", 0.9, "nif|dni", id -> spanish(id)),
          IdRule.of("LDDDDDDDL", 0.9, "nie", id -> spanishForeigner(id)),
          // Italy: codice fiscale
          IdRule.of("LLLLLLDDLDDLDDDL", 0.98, "fiscale", ItalianCode::holds),
          // Poland: PESEL
          IdRule.of(
              "DDDDDDDDDDD",
              0.3,
              "pesel",
              id -> (sum(id, 1, 3, 7, 9, 1, 3, 7, 9, 1, 3) + digit(id, 10)) % 10 == 0),
          // France: numéro de sécurité sociale
          IdRule.of(
              "DDDDDDDDDDDDDDD",
              0.8,
              "sécurité sociale|securite sociale|nir|insee",
              id -> number(id, 13, 15) == 97 - number(id, 0, 13) % 97 && digit(id, 0) <= 2),
          // Germany: Steuer-Identifikationsnummer
          IdRule.of(
              "DDDDDDDDDDD",
              0.2,
              "steuer|tax id|idnr",
              id -> digit(id, 0) != 0 && CheckDigits.mod11And10(id)),
          // Netherlands: burgerservicenummer
          IdRule.of(
              "DDDDDDDDD",
              0.2,
              "bsn|burgerservice|sofi",
              id -> sum(id, 9, 8, 7, 6, 5, 4, 3, 2, -1) % 11 == 0),
          // Belgium: rijksregisternummer, for births before and since 2000
          IdRule.of(
              "DDDDDDDDDDD",
              0.6,
              "rijksregister|registre national|national number",
              id -> belgian(id) && isDate(id, 4, 2)),
          // Sweden: personnummer
          IdRule.of(
              "DDDDDDDDDD",
              0.3,
              "personnummer|personal number",
              id -> Luhn.holds(id) && isDate(id, 4, 2)),
          IdRule.of(
              "DDDDDDDDDDDD",
              0.4,
              "personnummer|personal number",
              id -> Luhn.holds(id.substring(2)) && isDate(id, 6, 4)),
          // Finland: henkilötunnus
          IdRule.of(
              "DDDDDDDDDA",
              0.3,
              "henkilötunnus|hetu|personal identity code",
              id -> finnish(id, number(id, 0, 9))),
          IdRule.of(
              "DDDDDDADDDA",
              0.8,
              "henkilötunnus|hetu|personal identity code",
              id ->
                  digitsIn(id, 7, 10)
                      && finnish(id, number(id.substring(0, 6) + id.substring(7, 10), 0, 9))),
          // Norway: fødselsnummer
          IdRule.of(
              "DDDDDDDDDDD",
              0.6,
              "fødselsnummer|personnummer",
              id ->
                  sum(id, 3, 7, 6, 1, 8, 9, 4, 5, 2, 1) % 11 == 0
                      && sum(id, 5, 4, 3, 2, 7, 6, 5, 4, 3, 2, 1) % 11 == 0),
          // Brazil: CPF
          IdRule.of("DDDDDDDDDDD", 0.7, "cpf", NationalIds::brazilian),
          // Chile: RUT
          IdRule.of("DDDDDDDDA", 0.4, "rut|run", NationalIds::chilean),
          // India: Aadhaar and PAN
          IdRule.of(
              "DDDDDDDDDDDD",
              0.4,
              "aadhaar|uidai",
              id -> digit(id, 0) > 1 && CheckDigits.verhoeff(id)),
          IdRule.of("LLLLLDDDDL", 0.6, "pan", id -> "PCHFATBLJG".indexOf(id.charAt(3)) >= 0),
          // Canada: SIN
          IdRule.of("DDDDDDDDD", 0.3, "social insurance|sin ", Luhn::holds),
          // Australia: TFN
          IdRule.of(
              "DDDDDDDDD",
              0.2,
              "tfn|tax file",
              id -> sum(id, 1, 4, 3, 7, 5, 8, 6, 9, 10) % 11 == 0),
          // United Kingdom: national insurance and NHS numbers
          IdRule.of(
              "LLDDDDDDL",
              0.7,
              "nino|national insurance",
              id -> id.charAt(8) <= 'D' && "DFIQUV".indexOf(id.charAt(0)) < 0),
          IdRule.of(
              "DDDDDDDDDD", 0.3, "nhs", id -> sum(id, 10, 9, 8, 7, 6, 5, 4, 3, 2, 1) % 11 == 0),
          // Singapore: NRIC and FIN
          IdRule.of("LDDDDDDDL", 0.9, "nric|fin", NationalIds::singaporean),
          // Korea: resident registration number
          IdRule.of(
              "DDDDDDDDDDDDD",
              0.6,
              "resident registration|주민",
              id ->
                  (11 - sum(id, 2, 3, 4, 5, 6, 7, 8, 9, 2, 3, 4, 5) % 11) % 10 == digit(id, 12)
                      && isDate(id, 4, 2)),
          // Turkey: TC kimlik
          IdRule.of("DDDDDDDDDDD", 0.6, "kimlik|tckn", NationalIds::turkish),
          // South Africa
          IdRule.of(
              "DDDDDDDDDDDDD", 0.6, "id number|identity", id -> Luhn.holds(id) && isDate(id, 4, 2)),
          // Taiwan
          IdRule.of("LDDDDDDDDD", 0.8, "身分證|身份证|national id", NationalIds::taiwanese),
          // United States: ITIN
          IdRule.of("DDDDDDDDD", 0.3, "itin", id -> digit(id, 0) == 9 && number(id, 3, 5) >= 50));

  private NationalIds() {}

  private static boolean spanish(String id) {
    return SPANISH.charAt((int) (number(id, 0, 8) % 23)) == id.charAt(8);
  }

  private static boolean spanishForeigner(String id) {
    int first = "XYZ".indexOf(id.charAt(0));
    return first >= 0 && spanish(first + id.substring(1));
  }

  private static boolean belgian(String id) {
    long check = number(id, 9, 11);
    long body = number(id, 0, 9);
    return check == 97 - body % 97 || check == 97 - (2_000_000_000L + body) % 97;
  }

  private static boolean finnish(String id, long digits) {
    return isDate(id, 0, 2) && FINNISH.charAt((int) (digits % 31)) == id.charAt(id.length() - 1);
  }

  private static boolean digitsIn(String id, int from, int to) {
    return id.substring(from, to).chars().allMatch(c -> Page.isDigit((char) c));
  }

  private static boolean brazilian(String id) {
    return id.chars().distinct().count() > 1
        && sum(id, 10, 9, 8, 7, 6, 5, 4, 3, 2) * 10 % 11 % 10 == digit(id, 9)
        && sum(id, 11, 10, 9, 8, 7, 6, 5, 4, 3, 2) * 10 % 11 % 10 == digit(id, 10);
  }

  private static boolean chilean(String id) {
    int check = 11 - sum(id, 3, 2, 7, 6, 5, 4, 3, 2) % 11;
    return id.charAt(8) == (check == 11 ? '0' : check == 10 ? 'K' : (char) ('0' + check));
  }

  private static boolean singaporean(String id) {
    int kind = "STFG".indexOf(id.charAt(0));
    if (kind < 0) {
      return false;
    }
    int sum = sum(id.substring(1), 2, 7, 6, 5, 4, 3, 2) + (kind % 2 == 1 ? 4 : 0);
    return (kind < 2 ? "JZIHGFEDCBA" : "XWUTRQPNMLK").charAt(sum % 11) == id.charAt(8);
  }

  private static boolean turkish(String id) {
    int odd = sum(id, 1, 0, 1, 0, 1, 0, 1, 0, 1);
    int even = sum(id, 0, 1, 0, 1, 0, 1, 0, 1);
    return digit(id, 0) != 0
        && Math.floorMod(odd * 7 - even, 10) == digit(id, 9)
        && (odd + even + digit(id, 9)) % 10 == digit(id, 10);
  }

  private static boolean taiwanese(String id) {
    int letter = "ABCDEFGHJKLMNPQRSTUVXYWZIO".indexOf(id.charAt(0)) + 10;
    int sum = letter / 10 + letter % 10 * 9 + sum(id.substring(1), 8, 7, 6, 5, 4, 3, 2, 1, 1);
    return (id.charAt(1) == '1' || id.charAt(1) == '2') && sum % 10 == 0;
  }
}
