package org.sluice.pipelines.quickstart;

import java.util.List;

/**
 * One line of the corpus and what was planted in it.
 *
 * @param kind GOOD, or what is wrong with it
 * @param text the document
 * @param label negative, neutral or positive; what the text says
 * @param of index of the document that this one copies; -1 when it copies none
 * @param detail the rule a junk document breaks, the language, the dirt, the defect of the line
 * @param entities types of the personal data in it
 */
record Planted(Kind kind, String text, String label, int of, String detail, List<String> entities) {
  enum Kind {
    GOOD,
    DUPLICATE,
    NEAR_DUPLICATE,
    JUNK,
    LANGUAGE,
    BROKEN
  }

  static Planted good(String text, String label, String dirt, List<String> entities) {
    return new Planted(Kind.GOOD, text, label, -1, dirt, entities);
  }

  /** A copy of the document at index {@code of}, word for word or with some words changed. */
  Planted copy(Kind kind, int of, String changed) {
    return new Planted(kind, changed, label, of, detail, entities);
  }

  static Planted bad(Kind kind, String text, String label, String detail) {
    return new Planted(kind, text, label, -1, detail, List.of());
  }
}
