package org.sluice.text.privacy.ner;

import java.util.ArrayList;
import java.util.List;

/**
 * Finds names, places, dates and the like in a text. Chinese text goes to one model, other text to
 * another, line by line. Safe for use by many threads; the models are loaded once a JVM, when the
 * first text comes by.
 */
public final class Tagger implements EntityFinder {
  /** The models that this package ships. */
  private static final class Shipped {
    static final Tagger TAGGER =
        new Tagger(Model.shipped("english.bin"), Model.shipped("chinese.bin"), true);
  }

  private final Labeller other;
  private final ChineseTagger chinese;

  private Tagger(Model english, Model chinese, boolean second) {
    other = new Labeller(english, false);
    this.chinese = new ChineseTagger(new Labeller(chinese, true), second);
  }

  /** A tagger of the models that this package ships. */
  public static Tagger shipped() {
    return Shipped.TAGGER;
  }

  /** A tagger that takes one model for every text, alone: for the trainer's reports. */
  public static Tagger of(Model model) {
    return new Tagger(model, model, false);
  }

  @Override
  public List<Entity> find(String text) {
    List<Entity> found = new ArrayList<>();
    int from = 0;
    while (from < text.length()) {
      boolean han = isChinese(text, from, lineEnd(text, from));
      int to = lineEnd(text, from);
      while (to < text.length() && isChinese(text, to, lineEnd(text, to)) == han) {
        to = lineEnd(text, to);
      }
      String part = from == 0 && to == text.length() ? text : text.substring(from, to);
      for (Entity entity : han ? chinese.find(part) : other.label(part).entities()) {
        if (han || !isForeignNoise(part, entity)) {
          found.add(entity.moved(from));
        }
      }
      from = to;
    }
    return found;
  }

  /**
   * Han letters are no words of the other model: code with a Chinese comment is no date, which
   * would have a digit.
   */
  private static boolean isForeignNoise(String text, Entity entity) {
    boolean time = entity.type() == EntityType.DATE_TIME || entity.type() == EntityType.AGE;
    String found = text.substring(entity.start(), entity.end());
    return time
        && found.chars().noneMatch(Character::isDigit)
        && found.chars().anyMatch(Character::isIdeographic);
  }

  /** One past the line's break. */
  private static int lineEnd(String text, int from) {
    int end = text.indexOf('\n', from);
    return end < 0 ? text.length() : end + 1;
  }

  /** A line in Chinese has at least one Han character for each five others. */
  static boolean isChinese(String text, int from, int to) {
    int han = 0;
    for (int i = from; i < to; i++) {
      char c = text.charAt(i);
      han += c >= 0x2E80 && Character.isIdeographic(c) ? 1 : 0;
    }
    return han * 6 >= to - from && han > 0;
  }

  /** Features of a whole text for a model of that many rows. */
  public static Features features(boolean han, String text, Tokens tokens, int rows) {
    return han ? new ChineseFeatures(tokens, text, rows) : new EnglishFeatures(tokens, rows);
  }
}
