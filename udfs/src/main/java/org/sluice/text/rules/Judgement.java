package org.sluice.text.rules;

import java.io.Serializable;
import java.util.List;

/**
 * What a profile says of one document, with its evidence.
 *
 * @param profile the profile's name
 * @param keep whether every rule let the document pass
 * @param reason name of the first rule, in the profile's order, that did not; null when kept
 * @param measured the number that broke that rule; NaN when kept
 * @param threshold the limit that it broke; NaN when kept
 * @param scores everything that the profile measures, also after the first broken rule
 * @param text the document as the profile leaves it; null when it changes nothing
 * @param checks every rule that was checked, in the profile's order
 */
public record Judgement(
    String profile,
    boolean keep,
    String reason,
    double measured,
    double threshold,
    Scores scores,
    String text,
    List<Checked> checks)
    implements Serializable {

  /** The same with a new text. */
  public Judgement withText(String changed) {
    return new Judgement(profile, keep, reason, measured, threshold, scores, changed, checks);
  }
}
