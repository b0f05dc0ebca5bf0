package org.sluice.text.privacy.ner.train;

import static org.sluice.text.privacy.ner.train.Slots.any;
import static org.sluice.text.privacy.ner.train.Slots.sometimes;

import java.util.List;
import java.util.Random;
import org.sluice.text.privacy.ner.NameLists;

/** Names of organisations: known ones, those of the lists, and made-up ones. */
final class EnglishOrganisations {
  private final EnglishNames names;
  private final List<String> companies = NameLists.entries("companies");

  EnglishOrganisations(EnglishNames names) {
    this.names = names;
  }

  String organisation(Random random) {
    return switch (random.nextInt(16)) {
      case 0, 1, 2 -> WordLists.ENGLISH.any("organisations", random);
      case 3 -> WordLists.ENGLISH.any("organisations-of-words", random);
      case 4, 5 -> any(companies, random);
      case 6 -> names.family(random) + " " + WordLists.ENGLISH.any("suffixes", random);
      case 7 ->
          names.family(random) + any(List.of("-", " & ", " and "), random) + names.family(random);
      case 8 -> names.family(random) + ", " + names.family(random) + " and " + names.family(random);
      case 9 -> names.city(random) + " " + WordLists.ENGLISH.any("institutions", random);
      case 10 -> institution(random);
      case 11 -> joined(random);
      case 12, 13 -> words(random);
      case 14 -> coined(random);
      default -> letters(random);
    };
  }

  private String institution(Random random) {
    return switch (random.nextInt(3)) {
      case 0 -> "University of " + names.city(random);
      case 1 ->
          any(List.of("Ministry of ", "Department of "), random)
              + WordLists.ENGLISH.any("departments", random);
      default -> names.city(random) + " " + WordLists.ENGLISH.any("trades", random);
    };
  }

  /** "DataForge", "Bluestone Labs". */
  private static String joined(Random random) {
    String noun = WordLists.ENGLISH.any("nouns", random);
    String name =
        WordLists.ENGLISH.any("adjectives", random) + (sometimes(0.5, random) ? noun : lower(noun));
    return sometimes(0.4, random) ? name + " " + WordLists.ENGLISH.any("trades", random) : name;
  }

  private static String words(Random random) {
    String name = WordLists.ENGLISH.any("adjectives", random) + " ";
    if (sometimes(0.5, random)) {
      name += WordLists.ENGLISH.any("nouns", random) + " ";
    }
    name += WordLists.ENGLISH.any("trades", random);
    return sometimes(0.4, random) ? name + " " + WordLists.ENGLISH.any("suffixes", random) : name;
  }

  /** "Zillora", "Panjiva": a word that means nothing. */
  private String coined(Random random) {
    String name = names.invented(random);
    return switch (random.nextInt(5)) {
      case 0 -> name + " " + WordLists.ENGLISH.any("suffixes", random);
      case 1 -> name + " " + WordLists.ENGLISH.any("trades", random);
      case 2 -> name + any(List.of(".com", ".io", ".ai", ".org"), random);
      default -> name;
    };
  }

  private static String letters(Random random) {
    StringBuilder name = new StringBuilder();
    int count = 2 + random.nextInt(3);
    for (int i = 0; i < count; i++) {
      name.append((char) ('A' + random.nextInt(26)));
    }
    return sometimes(0.4, random)
        ? name + " " + WordLists.ENGLISH.any("trades", random)
        : name.toString();
  }

  private static String lower(String word) {
    return Character.toLowerCase(word.charAt(0)) + word.substring(1);
  }
}
