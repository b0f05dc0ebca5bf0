package org.sluice.text.privacy.ner.train;

import static org.sluice.text.privacy.ner.train.Slots.any;
import static org.sluice.text.privacy.ner.train.Slots.sometimes;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.sluice.text.privacy.ner.NameLists;

/**
 * Names of people in Chinese text: family names by how common they are with given names put
 * together anew, names of foreigners in Chinese and in Latin letters, and nicknames.
 */
final class ChineseNames {
  /** Letters that fewer names of the list have are left to the names that are put together. */
  private static final int USUAL = 25;

  private final List<String> families;
  private final List<String> compoundFamilies;
  private final List<String> foreigners = NameLists.entries("zh-foreigners");
  private final List<String> given = new ArrayList<>();
  private final List<String> latin = NameLists.entries("given-names");

  ChineseNames() {
    List<String> all = NameLists.entries("zh-families");
    this.families = all.stream().filter(name -> name.length() == 1).toList();
    this.compoundFamilies = all.stream().filter(name -> name.length() > 1).toList();
    List<String> candidates = new ArrayList<>();
    int[] uses = new int[Character.MAX_VALUE + 1];
    for (String name : NameLists.entries("zh-people")) {
      boolean family = families.contains(name.substring(0, 1));
      if (family && (name.length() == 2 || name.length() == 3)) {
        candidates.add(name.substring(1));
        name.substring(1).chars().forEach(letter -> uses[letter]++);
      }
    }
    for (String name : candidates) { // jieba's list holds things that are no names
      if (name.chars().allMatch(letter -> uses[letter] >= USUAL)) {
        given.add(name);
      }
    }
  }

  String person(Random random) {
    return switch (random.nextInt(20)) {
      case 0, 1, 2, 3 -> foreign(random);
      case 4 -> foreign(random) + any(List.of("·", "·", "•", "."), random) + foreign(random);
      case 5 ->
          sometimes(0.2, random)
              ? any(List.of("小", "老", "阿"), random) + any(given, random).substring(0, 1)
              : family(random) + given(random);
      case 6 -> sometimes(0.3, random) ? latin(random) : family(random) + given(random);
      case 7 -> any(compoundFamilies, random) + any(given, random);
      case 8 -> sometimes(0.3, random) ? any(given, random) : family(random) + given(random);
      case 9 -> family(random) + any(given, random).substring(0, 1);
      default -> family(random) + given(random);
    };
  }

  private String given(Random random) {
    return sometimes(0.5, random)
        ? any(given, random)
        : any(given, random).substring(0, 1) + any(given, random).substring(0, 1);
  }

  /** The list begins with the most common ones: the square of a draw prefers them. */
  private String family(Random random) {
    double draw = random.nextDouble();
    return families.get((int) (draw * draw * families.size()));
  }

  /** A name of a foreigner: of the list, or of pieces of two of its names. */
  String foreign(Random random) {
    String name = any(foreigners, random);
    if (sometimes(0.4, random)) {
      String other = any(foreigners, random);
      name = name.substring(0, (name.length() + 1) / 2) + other.substring(other.length() / 2);
    }
    return name;
  }

  String latin(Random random) {
    return any(latin, random);
  }
}
