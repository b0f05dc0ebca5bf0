package org.sluice.text.rules;

import java.io.Serializable;
import java.util.List;

/**
 * A named set of rules with its limits. The limits are the record's components: each can be
 * overridden by its name in snake case.
 */
public sealed interface Profile extends Serializable
    permits GopherQuality, GopherRepetition, FineWeb, DocumentProfile {
  /** The name in settings and in the account, for example {@code fineweb@datatrove}. */
  String name();

  /** What it measures, in the order of {@link Judgement#scores()}. */
  List<String> scoreNames();

  /**
   * Whether it also rewrites the documents that it keeps, as C4 does when it takes lines out; then
   * {@link Judgement#text} has the new text.
   */
  default boolean rewrites() {
    return false;
  }

  /** Applies the rules to what was measured of a document. */
  Judgement judge(Measures document);
}
