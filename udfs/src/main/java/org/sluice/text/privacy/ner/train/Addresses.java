package org.sluice.text.privacy.ner.train;

import static org.sluice.text.privacy.ner.train.Slots.any;
import static org.sluice.text.privacy.ner.train.Slots.sometimes;

import java.util.List;
import java.util.Random;
import org.sluice.text.privacy.ner.NameLists;

/** Lines of street addresses as many countries write them. */
final class Addresses {
  private final EnglishNames names;
  private final List<String> streets = NameLists.entries("streets");

  Addresses(EnglishNames names) {
    this.names = names;
  }

  /** A street with its number. */
  String street(Random random) {
    if (sometimes(0.35, random)) {
      return any(streets, random);
    }
    if (sometimes(0.06, random)) {
      return any(List.of("P.O. Box ", "PO Box ", "Box ", "Postfach "), random) + number(random);
    }
    if (sometimes(0.04, random)) {
      return "Unit "
          + number(random)
          + " Box "
          + number(random)
          + any(List.of(" ", "\n"), random)
          + any(List.of("APO", "FPO", "DPO"), random)
          + any(List.of(" AE ", " AP ", " AA "), random)
          + (10000 + random.nextInt(89999));
    }
    String name = streetName(random);
    String number = number(random);
    String line =
        switch (random.nextInt(5)) {
          case 0, 1 -> number + " " + name;
          case 2, 3 -> name + " " + number;
          default ->
              number + " " + name + " " + any(streets, random).replaceAll("[0-9]", "").strip();
        };
    if (sometimes(0.25, random)) {
      line += " " + apartment(random);
    }
    return line;
  }

  String streetName(Random random) {
    if (sometimes(0.45, random)) {
      String stem =
          sometimes(0.5, random)
              ? WordLists.ENGLISH.any("street-words", random)
              : names.family(random);
      if (sometimes(0.1, random)) {
        stem = any(List.of("North ", "N ", "South ", "W. ", "East "), random) + stem;
      }
      return stem + " " + WordLists.ENGLISH.any("street-suffixes", random);
    }
    return filled(WordLists.ENGLISH.any("foreign-streets", random), random);
  }

  String apartment(Random random) {
    return filled(WordLists.ENGLISH.any("apartments", random), random);
  }

  String zip(Random random) {
    return switch (random.nextInt(8)) {
      case 0 -> Times.digits(4, random);
      case 1 -> Times.digits(5, random) + "-" + Times.digits(4, random);
      case 2 -> Times.digits(3, random) + " " + Times.digits(2, random);
      case 3 ->
          letter(random)
              + random.nextInt(10)
              + letter(random)
              + " "
              + random.nextInt(10)
              + letter(random)
              + random.nextInt(10);
      case 4 ->
          ""
              + letter(random)
              + letter(random)
              + (1 + random.nextInt(20))
              + " "
              + random.nextInt(10)
              + letter(random)
              + letter(random);
      case 5 -> Times.digits(2, random) + "-" + Times.digits(3, random);
      case 6 -> Times.digits(6, random);
      default -> Times.digits(5, random);
    };
  }

  private String filled(String pattern, Random random) {
    return pattern
        .replace("{L}", names.family(random))
        .replace("{G}", names.given(random))
        .replace("{C}", names.city(random))
        .replace("{W}", WordLists.ENGLISH.any("street-words", random))
        .replace("{N}", number(random));
  }

  private static String number(Random random) {
    int number =
        1 + random.nextInt(sometimes(0.4, random) ? 99 : sometimes(0.5, random) ? 999 : 29999);
    boolean letter = sometimes(0.1, random);
    return (sometimes(0.05, random) ? "0" : "")
        + number
        + (letter ? any(List.of("a", "B", "c"), random) : "");
  }

  private static char letter(Random random) {
    return (char) ('A' + random.nextInt(26));
  }
}
