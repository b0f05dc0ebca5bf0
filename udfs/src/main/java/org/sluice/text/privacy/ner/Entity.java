package org.sluice.text.privacy.ner;

/**
 * Something the tagger found, in UTF-16 units of the text.
 *
 * @param start first unit
 * @param end one past the last unit
 * @param score the smallest marginal probability of its tokens' labels
 */
public record Entity(EntityType type, int start, int end, double score) {
  /** The same so many units further on. */
  Entity moved(int units) {
    return units == 0 ? this : new Entity(type, start + units, end + units, score);
  }

  boolean overlaps(Entity other) {
    return start < other.end && other.start < end;
  }
}
