package org.sluice.pipelines.report;

import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import org.sluice.base.Check;

/**
 * What a report shows, as plain values: whoever has read tables and logs fills it in. Every list
 * may be empty; its section is then left out.
 *
 * @param name of the run
 * @param subtitle one line below it: recipe, time, machine
 * @param steps in the order in which they ran
 * @param drops rows dropped, by step and rule
 * @param histograms of scores
 * @param curve of training
 * @param comparisons of the base model with the tuned one
 * @param samples answers before and after
 * @param personalData found, by type
 * @param account why rows went, in detail
 * @param provenance versions and digests: what this model was made from
 */
public record ReportData(
    String name,
    String subtitle,
    List<StepRow> steps,
    List<RuleDrops> drops,
    List<Histogram> histograms,
    List<CurvePoint> curve,
    List<Comparison> comparisons,
    List<Sample> samples,
    List<EntityCount> personalData,
    AccountData account,
    List<Fact> provenance) {

  public ReportData {
    steps = List.copyOf(steps);
    drops = List.copyOf(drops);
    histograms = List.copyOf(histograms);
    curve = List.copyOf(curve);
    comparisons = List.copyOf(comparisons);
    samples = List.copyOf(samples);
    personalData = List.copyOf(personalData);
    provenance = List.copyOf(provenance);
  }

  /**
   * A step's account: {@code kept + dropped + rejected = read}.
   *
   * @param seconds 0 where another step took its rows along in one pass
   * @param skipped nothing had changed, so the result of an earlier run stands
   */
  public record StepRow(
      String step,
      long read,
      long kept,
      long dropped,
      long rejected,
      double seconds,
      Optional<String> takenAlongBy,
      boolean skipped) {}

  /** Rows that a rule dropped. */
  public record RuleDrops(String step, String rule, long rows) {}

  /**
   * How a score is spread over the rows.
   *
   * @param low where the first bin begins
   * @param high where the last bin ends
   * @param counts rows in each of the bins of equal width
   * @param threshold of the rule
   * @param side which rows the rule drops
   */
  public record Histogram(
      String score,
      double low,
      double high,
      List<Long> counts,
      OptionalDouble threshold,
      Side side) {
    public Histogram {
      Check.that(high > low, "a histogram's high must be above its low %s, got %s", low, high);
      Check.that(!counts.isEmpty(), "the histogram of %s must have at least one bin", score);
      counts = List.copyOf(counts);
    }

    /** Rows on this side of the threshold are dropped. */
    public enum Side {
      BELOW,
      ABOVE
    }
  }

  /** One logged step of training; loss in nats a token. */
  public record CurvePoint(long step, double loss, double learningRate) {}

  /**
   * One measure before and after tuning.
   *
   * @param better which way is progress
   */
  public record Comparison(
      String measure, double base, double tuned, Format format, Better better) {
    /** How the values are written. */
    public enum Format {
      /** 0 to 1, written as a percentage. */
      SHARE,
      NUMBER
    }

    /** The direction of progress. */
    public enum Better {
      HIGHER,
      LOWER
    }

    boolean improved() {
      return better == Better.HIGHER ? tuned > base : tuned < base;
    }
  }

  /** An example with the answers of both models. */
  public record Sample(String prompt, String expected, String base, String tuned) {}

  /**
   * Personal data found, by type.
   *
   * @param canaryRecall share of the planted canaries that were found
   */
  public record EntityCount(String type, long count, OptionalDouble canaryRecall) {}

  /** A name and its value. */
  public record Fact(String name, String value) {}
}
