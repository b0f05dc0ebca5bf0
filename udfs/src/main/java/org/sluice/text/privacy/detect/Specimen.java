package org.sluice.text.privacy.detect;

import java.util.List;
import java.util.Random;

/**
 * An identifier whose check digits hold, drawn by chance, with a word that says what it is.
 *
 * @param name the word
 * @param value upper case, without separators
 */
public record Specimen(String name, String value) {
  /** Two check digits modulo 97 and a date need some thousands; no rule needs as many. */
  private static final int TRIES = 1_000_000;

  /**
   * An identifier of an entity that goes by rules: NATIONAL_ID or VAT.
   *
   * @throws IllegalArgumentException for another entity
   */
  public static Specimen of(String type, Random random) {
    List<IdRule> rules =
        switch (type) {
          case NationalIds.TYPE -> NationalIds.RULES;
          case TaxIds.TYPE -> TaxIds.RULES;
          default -> throw new IllegalArgumentException(type);
        };
    IdRule rule = rules.get(random.nextInt(rules.size()));
    for (int i = 0; i < TRIES; i++) {
      String value = drawn(rule.shape(), random);
      if (rule.fits(value)) {
        return new Specimen(rule.names().get(0), value);
      }
    }
    throw new IllegalStateException("nothing fits the rule " + rule.shape());
  }

  private static String drawn(String shape, Random random) {
    StringBuilder value = new StringBuilder(shape.length());
    for (int i = 0; i < shape.length(); i++) {
      char kind = shape.charAt(i);
      char letter = (char) ('A' + random.nextInt(26));
      char digit = (char) ('0' + random.nextInt(10));
      value.append(
          switch (kind) {
            case 'D' -> digit;
            case 'L' -> letter;
            case 'A' -> random.nextBoolean() ? letter : digit;
            default -> Character.toUpperCase(kind);
          });
    }
    return value.toString();
  }
}
