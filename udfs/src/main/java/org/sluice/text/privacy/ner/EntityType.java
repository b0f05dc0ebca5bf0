package org.sluice.text.privacy.ner;

/** What the tagger tells apart; the names are those of Presidio. */
public enum EntityType {
  PERSON("name of a person"),
  ORGANIZATION("name of a company, authority, club or other organisation"),
  LOCATION("city, country or other place"),
  ADDRESS(
      "street with house number, flat, or postal code: each part of an address but its place names"),
  DATE_TIME("date, time, weekday or year"),
  AGE("age of a person in years"),
  TITLE("form of address or job title of a person: Dr., Mrs., chief clerk"),
  NRP("nationality, religious or political group");

  /** Label of a token outside of all entities. */
  public static final int OUTSIDE = 0;

  /** Number of labels: outside, and for each type its first and its further tokens. */
  public static final int LABELS = 1 + 2 * values().length;

  private final String help;

  EntityType(String help) {
    this.help = help;
  }

  /** One line about the type, for help and docs. */
  public String help() {
    return help;
  }

  /** Label of the first token of an entity. */
  public int first() {
    return 1 + 2 * ordinal();
  }

  /** Label of its further tokens. */
  public int further() {
    return first() + 1;
  }

  /** The type of a label other than {@link #OUTSIDE}. */
  public static EntityType of(int label) {
    return values()[(label - 1) / 2];
  }

  /** False for a further token that continues nothing of its type. */
  public static boolean mayFollow(int before, int label) {
    boolean further = label != OUTSIDE && label % 2 == 0;
    return !further || before == label || before == label - 1;
  }
}
