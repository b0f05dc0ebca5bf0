package org.sluice.text.privacy.ner;

import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Names in Latin letters within Chinese text: Christopher Nolan, peterhill, TaeJa. */
final class LatinNames {
  private static final Pattern NAME = Pattern.compile("[A-Za-z][A-Za-z.·' -]*");
  private static final Pattern TWO_WORDS = Pattern.compile("([A-Z][a-z]+)[A-Z][a-z]+");
  private static final Pattern DIVIDER = Pattern.compile("[ .·'-]+");

  /** One word with small letters: abbreviations (NBA) and products (dota2) have other shapes. */
  private static final Pattern HANDLE = Pattern.compile("[A-Z]?[a-z]+[A-Z]?[a-z]*[A-Z]?");

  private LatinNames() {}

  /** Letters and what stands between them in names. */
  static boolean isLatin(String name) {
    return NAME.matcher(name).matches();
  }

  /** One word that is written as players and artists write what they call themselves. */
  static boolean isHandle(String name) {
    return name.length() > 1 && HANDLE.matcher(name).matches();
  }

  /** Of listed words, also where the blank between them was lost: Christopher Nolan, peterhill. */
  static boolean isListed(String name) {
    String[] words = DIVIDER.split(name.toLowerCase(Locale.ROOT));
    if (words.length > 1) {
      return Character.isUpperCase(name.charAt(0)) || isGiven(words[0]) || isGiven(words[1]);
    }
    String word = words[0];
    Matcher two = TWO_WORDS.matcher(name);
    if (isGiven(word)
        || isFamilyName(word)
        || (two.matches() && isGiven(two.group(1).toLowerCase(Locale.ROOT)))) {
      return true;
    }
    for (int i = 3; i < word.length() - 2; i++) {
      if (isGiven(word.substring(0, i)) && isFamilyName(word.substring(i))) {
        return true;
      }
    }
    return false;
  }

  private static boolean isGiven(String word) {
    return (Gazetteer.ENGLISH.bitsOf(word) & Gazetteer.GIVEN_NAMES) != 0;
  }

  private static boolean isFamilyName(String word) {
    return (Gazetteer.ENGLISH.bitsOf(word) & Gazetteer.FAMILY_NAMES) != 0;
  }
}
