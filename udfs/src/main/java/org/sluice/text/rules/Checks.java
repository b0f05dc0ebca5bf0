package org.sluice.text.rules;

import java.util.ArrayList;
import java.util.List;

/**
 * The rules of a profile, checked in the order of the calls; the first one broken is the reason.
 */
public final class Checks {
  private final List<Checked> checked = new ArrayList<>();

  /** Drops what measures more than the limit; an undefined measure (NaN) passes. */
  public Checks atMost(double limit, String reason, double measured) {
    checked.add(new Checked(reason, limit, true, measured));
    return this;
  }

  /** Drops what measures less than the limit; an undefined measure (NaN) passes. */
  public Checks atLeast(double limit, String reason, double measured) {
    checked.add(new Checked(reason, limit, false, measured));
    return this;
  }

  /** As {@link #atMost}, but a limit of 0 switches the rule off. */
  public Checks atMostUnlessZero(double limit, String reason, double measured) {
    return limit == 0 ? this : atMost(limit, reason, measured);
  }

  /** As {@link #atLeast}, but a limit of 0 switches the rule off. */
  public Checks atLeastUnlessZero(double limit, String reason, double measured) {
    return limit == 0 ? this : atLeast(limit, reason, measured);
  }

  /** What the profile says. */
  public Judgement judgement(String profile, Scores scores) {
    for (Checked check : checked) {
      if (check.isBroken()) {
        return new Judgement(
            profile, false, check.rule(), check.measured(), check.limit(), scores, null, checked);
      }
    }
    return new Judgement(profile, true, null, Double.NaN, Double.NaN, scores, null, checked);
  }

  /** {@code part / whole}; NaN when the whole is nothing. */
  public static double share(double part, double whole) {
    return whole == 0 ? Double.NaN : part / whole;
  }
}
