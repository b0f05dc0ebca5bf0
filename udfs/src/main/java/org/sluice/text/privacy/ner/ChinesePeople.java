package org.sluice.text.privacy.ner;

import java.util.Set;
import java.util.regex.Pattern;
import org.sluice.text.words.ChineseDictionary;

/**
 * How names of people are written in Chinese text, to take back what the tagger takes for one by
 * its place in the sentence alone. A name is a family name with one or two letters (two to four
 * where the family name has two), a familiar form (小王), a foreign name in letters that write sounds
 * or with a dot in it, or capitalised Latin words; and no word of the dictionary. Listed names of
 * foreigners stay, and those of three to six letters that the tagger is sure of.
 */
final class ChinesePeople {
  private static final Set<String> FAMILIES = Set.copyOf(Gazetteer.list("zh-families"));

  /** Letters of grammar: they stand beside names and not in them. */
  private static final String GRAMMAR = "了的是在就都不也很着过这那你我他她它们吗呢吧么与或但";

  /** Above it the place in the sentence is enough. */
  private static final double SURE = 0.95;

  private static final String FAMILIAR = "小老阿";
  private static final Pattern LATIN = Pattern.compile("[A-Z][a-z]+(?:[ .·'-]+[A-Z][a-z]*)*+");

  private ChinesePeople() {}

  /**
   * The entity, without a letter before the name where the tagger took one too many; null when it
   * is no name.
   */
  static Entity plausible(String text, Entity entity) {
    String name = text.substring(entity.start(), entity.end());
    if (name.codePoints().noneMatch(Character::isIdeographic)) {
      return LATIN.matcher(name).matches() || LatinNames.isHandle(name) ? entity : null;
    }
    if (isForeign(name) || isOwn(name) || isKnown(name) || isSure(name, entity.score())) {
      return entity;
    }
    String shorter = name.substring(1);
    boolean oneTooMany =
        shorter.length() > 1
            && !isWord(name.substring(0, 2))
            && !isWord(shorter)
            && isFull(shorter);
    return oneTooMany
        ? new Entity(entity.type(), entity.start() + 1, entity.end(), entity.score())
        : null;
  }

  /** Of the list of foreigners, which holds words of two letters that are none. */
  private static boolean isKnown(String name) {
    boolean listed = (Gazetteer.CHINESE.bitsOf(name) & Gazetteer.CHINESE_FOREIGNERS) != 0;
    return listed && name.length() > 2;
  }

  /**
   * Most names of foreigners are in no list, and not all have letters that usually write sounds.
   */
  private static boolean isSure(String name, double score) {
    boolean usual = name.length() >= 3 && name.length() <= 6;
    return score >= SURE
        && usual
        && !isWord(name)
        && name.chars().allMatch(ChinesePeople::isLetter);
  }

  private static boolean isForeign(String name) {
    boolean divided = name.indexOf('·') > 0 || name.indexOf('•') > 0;
    return divided && name.chars().allMatch(c -> isLetter(c) || c == '·' || c == '•' || c == '.');
  }

  private static boolean isLetter(int c) {
    return Character.isIdeographic(c) && GRAMMAR.indexOf(c) < 0;
  }

  private static boolean isOwn(String name) {
    if (name.length() < 2 || isWord(name) || !name.chars().allMatch(ChinesePeople::isLetter)) {
      return false;
    }
    boolean familiar = FAMILIAR.indexOf(name.charAt(0)) >= 0 && name.length() <= 3;
    return familiar || isFull(name) || name.chars().allMatch(NameLetters.SHARED::isSound);
  }

  /** A family name with one or two letters, two where the family name has two. */
  static boolean isFull(String name) {
    boolean letters = name.chars().allMatch(ChinesePeople::isLetter);
    boolean single = name.length() <= 3 && FAMILIES.contains(name.substring(0, 1));
    boolean compound =
        name.length() >= 3 && name.length() <= 4 && FAMILIES.contains(name.substring(0, 2));
    return letters && (single || compound);
  }

  /** A word that is nobody's name; of the lists of places and organisations too. */
  private static boolean isWord(String text) {
    int lists = Gazetteer.CHINESE.bitsOf(text);
    boolean known = lists != 0 || ChineseDictionary.level(text, 0, text.length()) > 0;
    return known && (lists & Gazetteer.CHINESE_PEOPLE) == 0;
  }
}
