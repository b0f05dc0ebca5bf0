package org.sluice.text.privacy.ner;

import java.util.BitSet;

/**
 * How Chinese letters are used in names, counted over the lists of people: how often as a family
 * name, later in a given name, and in names of foreigners.
 */
final class NameLetters {
  static final NameLetters SHARED = new NameLetters();

  private static final int LETTERS = 0x10000;
  private static final int LEVELS = 8;

  /** Letters that so many names of foreigners have write sounds. */
  private static final int SOUNDS = 30;

  private final byte[] family = new byte[LETTERS];
  private final byte[] given = new byte[LETTERS];
  private final byte[] foreign = new byte[LETTERS];
  private final BitSet sounds = new BitSet(LETTERS);

  private NameLetters() {
    int[] first = new int[LETTERS];
    int[] later = new int[LETTERS];
    int[] abroad = new int[LETTERS];
    for (String name : Gazetteer.list("zh-people")) {
      if (name.length() == 2 || name.length() == 3) {
        first[name.charAt(0)]++;
        for (int i = 1; i < name.length(); i++) {
          later[name.charAt(i)]++;
        }
      }
    }
    for (String name : Gazetteer.list("zh-foreigners")) {
      name.chars().forEach(c -> abroad[c]++);
    }
    for (int c = 0; c < LETTERS; c++) {
      family[c] = level(first[c], 4);
      given[c] = level(later[c], 4);
      foreign[c] = level(abroad[c], 1);
      sounds.set(c, abroad[c] >= SOUNDS);
    }
  }

  /** 0 for never, then one more for each doubling. */
  private static byte level(int count, int unit) {
    int level = 0;
    for (int limit = unit; count >= limit && level < LEVELS - 1; limit *= 2 + level / 2) {
      level++;
    }
    return (byte) level;
  }

  /** Whether a letter usually writes a sound of foreign names. */
  boolean isSound(int letter) {
    return sounds.get(letter);
  }

  /** One number for a token's uses; 0 for what is no single letter. */
  long usage(String token) {
    if (token.length() != 1) {
      return 0;
    }
    char c = token.charAt(0);
    return 1L + family[c] + LEVELS * (given[c] / 2) + LEVELS * LEVELS * (foreign[c] / 2);
  }
}
