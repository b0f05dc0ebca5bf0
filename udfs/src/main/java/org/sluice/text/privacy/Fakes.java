package org.sluice.text.privacy;

import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.SplittableRandom;

/**
 * Made-up values for one document: one value for one original, whatever its case and spacing, and a
 * name that is part of an earlier one ("Mr. Novak" behind "Jana Novak") gets that part's fake. A
 * document's fakes depend on it, on the key and on nothing else.
 */
final class Fakes {
  private static final List<String> GIVEN =
      List.of(
          "Alex", "Robin", "Kim", "Sam", "Toni", "Chris", "Jamie", "Andrea", "Nikola", "Sasha",
          "Charlie", "Dana", "Jordan", "Casey", "Noel", "Jules");

  private static final List<String> FAMILY =
      List.of(
          "Miller", "Fischer", "Martin", "Moore", "Berg", "Costa", "Silva", "Novak", "Larsen",
          "Rossi", "Weber", "Jansen", "Walker", "Kovacs", "Haas", "Stone");

  private static final String CHINESE_FAMILY = "赵钱孙李周吴郑王冯陈";
  private static final String CHINESE_GIVEN = "文明华平安宁和佳林青";

  private final Map<String, String> known = new HashMap<>();
  private final String key;
  private final String[] texts;

  /** Fakes of the document with these texts. */
  Fakes(String key, String... texts) {
    this.key = key;
    this.texts = texts.clone();
  }

  /** Taken when there is something to fake: most documents have nothing. */
  private long seed() {
    long seed = key.hashCode();
    for (String text : texts) {
      seed = 31 * seed + text.hashCode();
    }
    return seed;
  }

  /** What stands for {@code found}. */
  String of(String type, String found) {
    String canonical = found.strip().replaceAll("\\s+", " ").toLowerCase(Locale.ROOT);
    String name = type + "\0" + canonical;
    String fake = known.get(name);
    if (fake == null) {
      fake = make(type, found, canonical);
      known.put(name, fake);
    }
    return fake;
  }

  private String make(String type, String found, String canonical) {
    SplittableRandom random = new SplittableRandom(seed() + 31L * canonical.hashCode());
    return switch (type) {
      case "PERSON" -> person(found, random);
      case "EMAIL" -> "user" + (100 + random.nextInt(900)) + "@example.org";
      case "URL" -> "https://example.org/" + (100 + random.nextInt(900));
      case "IP" ->
          found.indexOf(':') >= 0
              ? "2001:db8::" + random.nextInt(1, 9999)
              : "192.0.2." + random.nextInt(1, 255);
      case "ORGANIZATION" -> FAMILY.get(random.nextInt(FAMILY.size())) + " & Co.";
      default -> shaped(found, random);
    };
  }

  /** Word by word, so that a part that comes back is known again. */
  private String person(String found, SplittableRandom random) {
    if (found.codePoints().anyMatch(Character::isIdeographic)) {
      StringBuilder name = new StringBuilder();
      name.append(CHINESE_FAMILY.charAt(random.nextInt(CHINESE_FAMILY.length())));
      for (int i = 1; i < Math.min(3, Math.max(2, found.length())); i++) {
        name.append(CHINESE_GIVEN.charAt(random.nextInt(CHINESE_GIVEN.length())));
      }
      return name.toString();
    }
    String[] words = found.strip().split("\\s+");
    for (int i = 0; i < words.length; i++) {
      List<String> names = i == words.length - 1 && i > 0 ? FAMILY : GIVEN;
      String fake = names.get(random.nextInt(names.size()));
      words[i] =
          known.computeIfAbsent("PERSON\0" + words[i].toLowerCase(Locale.ROOT), word -> fake);
    }
    return String.join(" ", words);
  }

  /** The same shape with other letters and digits. */
  private static String shaped(String found, SplittableRandom random) {
    StringBuilder fake = new StringBuilder(found.length());
    for (int i = 0; i < found.length(); i++) {
      char c = found.charAt(i);
      if (Character.isDigit(c)) {
        fake.append((char) ('0' + random.nextInt(10)));
      } else if (Character.isLetter(c) && !Character.isIdeographic(c)) {
        fake.append((char) ((Character.isUpperCase(c) ? 'A' : 'a') + random.nextInt(26)));
      } else {
        fake.append(Character.isIdeographic(c) ? '某' : c);
      }
    }
    return fake.toString();
  }
}
