package org.sluice.text.privacy.detect;

import java.util.EnumSet;
import java.util.Set;
import org.sluice.text.privacy.ner.Entity;
import org.sluice.text.privacy.ner.EntityFinder;
import org.sluice.text.privacy.ner.EntityType;

/**
 * What the tagger of names finds: people, organisations, places, addresses, dates and so on. Other
 * detectors win where they overlap, since a tagger is never as sure as a check digit.
 */
final class NameDetector implements Detector {
  /** Above it stand only patterns and checked numbers. */
  private static final double MOST = 0.9;

  /** No tag is longer, with its type and the digest of a hash. */
  private static final int LONGEST_TAG = 48;

  private final Set<EntityType> types;
  private final EntityFinder finder;

  NameDetector(Set<EntityType> types, EntityFinder finder) {
    this.types = EnumSet.copyOf(types);
    this.finder = finder;
  }

  // Names are sought in the whole text only: between blots a tagger sees sentences nobody wrote.
  @Override
  public void find(Page page, Findings findings) {
    if (page.isBlotted()) {
      return;
    }
    for (Entity entity : finder.find(page.original())) {
      if (types.contains(entity.type()) && !isInTag(page, entity.start(), entity.end())) {
        add(page, entity, findings);
      }
    }
  }

  private static void add(Page page, Entity entity, Findings findings) {
    String type = entity.type().name();
    double score = Math.min(MOST, entity.score());
    if (entity.type() == EntityType.ADDRESS) {
      for (AddressParts.Part part : AddressParts.of(page.text, entity.start(), entity.end())) {
        findings.addTagged(type, part.start(), part.end(), score);
      }
    } else {
      findings.addTagged(type, entity.start(), entity.end(), score);
    }
  }

  @Override
  public boolean needsDigits() {
    return false;
  }

  /** Tags of an earlier redaction are no names: {@code <PERSON>}, {@code <EMAIL:lcoa...>}. */
  private static boolean isInTag(Page page, int start, int end) {
    int i = start;
    while (i > 0 && start - i < LONGEST_TAG && isOfTag(page.at(i - 1))) {
      i--;
    }
    int j = end;
    while (j < page.text.length() && j - end < LONGEST_TAG && isOfTag(page.at(j))) {
      j++;
    }
    return page.at(i - 1) == '<' && page.at(j) == '>';
  }

  private static boolean isOfTag(char c) {
    return Page.isWord(c) || c == ':';
  }
}
