package org.sluice.text.rules;

/** The rules of a profile, checked in the order of the calls; the first one broken is kept. */
public final class Checks {
  private String reason;
  private double measured = Double.NaN;
  private double threshold = Double.NaN;

  /** Drops what measures more than the limit; an undefined measure (NaN) passes. */
  public Checks atMost(double limit, String reason, double measured) {
    return check(measured > limit, reason, measured, limit);
  }

  /** Drops what measures less than the limit; an undefined measure (NaN) passes. */
  public Checks atLeast(double limit, String reason, double measured) {
    return check(measured < limit, reason, measured, limit);
  }

  /** As {@link #atMost}, but a limit of 0 switches the rule off. */
  public Checks atMostUnlessZero(double limit, String reason, double measured) {
    return limit == 0 ? this : atMost(limit, reason, measured);
  }

  /** As {@link #atLeast}, but a limit of 0 switches the rule off. */
  public Checks atLeastUnlessZero(double limit, String reason, double measured) {
    return limit == 0 ? this : atLeast(limit, reason, measured);
  }

  private Checks check(boolean broken, String reason, double measured, double limit) {
    if (broken && this.reason == null) {
      this.reason = reason;
      this.measured = measured;
      this.threshold = limit;
    }
    return this;
  }

  /** What the profile says. */
  public Judgement judgement(String profile, Scores scores) {
    return new Judgement(profile, reason == null, reason, measured, threshold, scores, null);
  }

  /** {@code part / whole}; NaN when the whole is nothing. */
  public static double share(double part, double whole) {
    return whole == 0 ? Double.NaN : part / whole;
  }
}
