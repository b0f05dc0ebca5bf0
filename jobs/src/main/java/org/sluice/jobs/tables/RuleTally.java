package org.sluice.jobs.tables;

import java.io.Serializable;
import java.util.Comparator;
import java.util.HashMap;
import java.util.Map;
import java.util.TreeMap;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;

/**
 * How a rule's score is spread over the rows that it was checked on: a histogram in bins that do
 * not depend on the rows, so that tallies of parts add up to the tally of the whole. Bins are .01
 * wide up to 1 and a sixteenth of an octave above.
 */
public final class RuleTally implements Serializable {
  private static final long serialVersionUID = 1L;
  private static final double FINE = 100;
  private static final double EDGE = 1e-9; // .29 * 100 is a little less than 29
  private static final int SIXTEENTH = 4;

  private final Rule rule;
  private final Map<Double, long[]> bins = new HashMap<>();
  private long evaluated;
  private long broken;
  private long dropped;

  RuleTally(Rule rule) {
    this.rule = rule;
  }

  /**
   * A rule.
   *
   * @param profile what it belongs to
   * @param isMost whether it refuses what measures more than the threshold, not less
   */
  public record Rule(String step, String profile, String name, double threshold, boolean isMost)
      implements Serializable, Comparable<Rule> {
    private static final Comparator<Rule> ORDER =
        Comparator.comparing(Rule::step)
            .thenComparing(Rule::profile)
            .thenComparing(Rule::name)
            .thenComparing(Rule::threshold)
            .thenComparing(Rule::isMost);

    @Override
    public int compareTo(Rule other) {
      return ORDER.compare(this, other);
    }
  }

  /** What became of a row. */
  public enum Verdict {
    PASSES,
    /** The rule refuses it, and so does one before it. */
    BROKEN,
    /** The rule is the first to refuse it. */
    DROPPED
  }

  public Rule rule() {
    return rule;
  }

  /** Notes a row. NaN, an undefined measure, is evaluated and in no bin. */
  public void add(double measured, Verdict verdict) {
    evaluated++;
    broken += verdict == Verdict.PASSES ? 0 : 1;
    dropped += verdict == Verdict.DROPPED ? 1 : 0;
    if (!Double.isNaN(measured) && !Double.isInfinite(measured)) {
      bin(low(measured))[0]++;
    }
  }

  void add(RuleTally other) {
    evaluated += other.evaluated;
    broken += other.broken;
    dropped += other.dropped;
    other.bins.forEach((low, rows) -> bin(low)[0] += rows[0]);
  }

  private long[] bin(double low) {
    return bins.computeIfAbsent(low, key -> new long[1]);
  }

  static double low(double value) {
    return Math.abs(value) < 1
        ? Math.floor(value * FINE + EDGE) / FINE
        : Math.floor(value / width(value)) * width(value);
  }

  private static double width(double value) {
    return Math.abs(value) < 1 ? 1 / FINE : Math.scalb(1.0, Math.getExponent(value) - SIXTEENTH);
  }

  /** A row of {@link Schemas#RULES}. */
  Row row() {
    return RowFactory.create(
        rule.step(),
        rule.profile(),
        rule.name(),
        rule.threshold(),
        rule.isMost() ? "above" : "below",
        evaluated,
        broken,
        dropped,
        new TreeMap<>(bins)
            .entrySet().stream()
                .map(bin -> row(bin.getKey(), bin.getValue()[0]))
                .toArray(Row[]::new));
  }

  private static Row row(double low, long rows) {
    return RowFactory.create(low, low + width(low), rows);
  }
}
