package org.sluice.text.privacy.ner.train;

import java.util.Random;

/** Fills the slots of {@link Templates} in one language. */
interface Slots {
  /** Writes a value for the slot of that name, marked where it is an entity. */
  void fill(String slot, Random random, Sentence.Builder out);

  /**
   * Writes another entity of a marked text's type: PER, ORG, LOC and so on are told by the slot.
   */
  static <T> T any(java.util.List<T> values, Random random) {
    return values.get(random.nextInt(values.size()));
  }

  /** True with this probability. */
  static boolean sometimes(double probability, Random random) {
    return random.nextDouble() < probability;
  }
}
