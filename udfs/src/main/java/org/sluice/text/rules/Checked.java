package org.sluice.text.rules;

import java.io.Serializable;

/**
 * A rule as it was checked on one document.
 *
 * @param rule its name, the reason of a {@link Judgement} when it is the first one broken
 * @param limit what it bounds by
 * @param isMost whether it refuses what measures more, not what measures less
 * @param measured NaN where the measure is not defined; such a document passes
 */
public record Checked(String rule, double limit, boolean isMost, double measured)
    implements Serializable {

  /** Whether the rule refuses the document. */
  public boolean isBroken() {
    return isMost ? measured > limit : measured < limit;
  }
}
