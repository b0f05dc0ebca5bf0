package org.sluice.text.privacy.ner;

import java.util.List;

/** Finds names, places, dates and the like: {@link Tagger}, or a model of somebody else. */
@FunctionalInterface
public interface EntityFinder {
  /** What is found, in order of position, without overlaps. */
  List<Entity> find(String text);
}
