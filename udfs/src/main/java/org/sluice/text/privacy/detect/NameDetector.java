package org.sluice.text.privacy.detect;

import java.util.EnumSet;
import java.util.Set;
import org.sluice.text.privacy.ner.Entity;
import org.sluice.text.privacy.ner.EntityType;
import org.sluice.text.privacy.ner.Tagger;

/**
 * What the tagger of names finds: people, organisations, places, addresses, dates and so on. Other
 * detectors win where they overlap, since a tagger is never as sure as a check digit.
 */
final class NameDetector implements Detector {
  /** Above it stand only patterns and checked numbers. */
  private static final double MOST = 0.9;

  private final Set<EntityType> types;

  NameDetector(Set<EntityType> types) {
    this.types = EnumSet.copyOf(types);
  }

  // Names are sought in the whole text only: between blots a tagger sees sentences nobody wrote.
  @Override
  public void find(Page page, Findings findings) {
    if (page.isBlotted()) {
      return;
    }
    for (Entity entity : Tagger.shipped().find(page.text)) {
      if (types.contains(entity.type()) && !isInTag(page, entity.start(), entity.end())) {
        findings.add(
            entity.type().name(), entity.start(), entity.end(), Math.min(MOST, entity.score()));
      }
    }
  }

  @Override
  public boolean needsDigits() {
    return false;
  }

  /** Tags of an earlier redaction are no names: {@code <PERSON>}, {@code <EMAIL:lcoa...>}. */
  private static boolean isInTag(Page page, int start, int end) {
    int i = start;
    while (i > 0 && isOfTag(page.at(i - 1))) {
      i--;
    }
    int j = end;
    while (j < page.text.length() && isOfTag(page.at(j))) {
      j++;
    }
    return page.at(i - 1) == '<' && page.at(j) == '>';
  }

  private static boolean isOfTag(char c) {
    return Page.isWord(c) || c == ':';
  }
}
