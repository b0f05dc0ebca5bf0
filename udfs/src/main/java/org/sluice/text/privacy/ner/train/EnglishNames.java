package org.sluice.text.privacy.ner.train;

import static org.sluice.text.privacy.ner.train.Slots.any;
import static org.sluice.text.privacy.ner.train.Slots.sometimes;

import java.util.List;
import java.util.Random;
import org.sluice.text.privacy.ner.NameLists;

/** Names of people and cities: of the lists, put together in many ways, and invented ones. */
final class EnglishNames {
  /** Share of names that stand in no list, so that the tagger learns to go by the context. */
  private static final double INVENTED = 0.18;

  private static final List<String> PARTICLES =
      List.of(
          "de", "van", "von", "van der", "de la", "da", "dos", "del", "di", "bin", "al", "ten",
          "le");

  private final List<String> given = NameLists.entries("given-names");
  private final List<String> family = NameLists.entries("family-names");
  private final List<String> cities = NameLists.entries("cities");

  String given(Random random) {
    return sometimes(INVENTED, random) ? invented(random) : any(given, random);
  }

  String family(Random random) {
    return sometimes(INVENTED, random) ? invented(random) : any(family, random);
  }

  String city(Random random) {
    return any(cities, random);
  }

  /** A full name in one of the ways in which names are written. */
  String person(Random random) {
    String first = given(random);
    String last = family(random);
    return switch (random.nextInt(20)) {
      case 0 -> first;
      case 1 -> last;
      case 2, 3, 4 -> first + " " + initial(random) + ". " + last;
      case 5 -> first + " " + initial(random) + " " + last;
      case 6 -> initial(random) + ". " + last;
      case 7 -> first + " " + given(random) + " " + last;
      case 8 -> first + " " + last + "-" + family(random);
      case 9 -> first + " " + any(PARTICLES, random) + " " + last;
      case 10 -> first + " " + last + " " + suffix(random);
      case 11 -> first + " " + last + " " + family(random);
      default -> first + " " + last;
    };
  }

  private static char initial(Random random) {
    return (char) ('A' + random.nextInt(26));
  }

  private static String suffix(Random random) {
    return any(List.of("Jr.", "Sr.", "II", "III", "IV", "Jr"), random);
  }

  /** A word that sounds like a name. */
  String invented(Random random) {
    StringBuilder name = new StringBuilder();
    int syllables = 1 + random.nextInt(3);
    for (int i = 0; i < syllables; i++) {
      name.append(WordLists.ENGLISH.any("syllables", random));
    }
    name.append(WordLists.ENGLISH.any("endings", random));
    name.setCharAt(0, Character.toUpperCase(name.charAt(0)));
    return name.toString();
  }
}
