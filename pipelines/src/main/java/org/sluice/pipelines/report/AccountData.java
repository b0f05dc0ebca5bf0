package org.sluice.pipelines.report;

import java.util.List;
import java.util.OptionalDouble;

/**
 * Why rows went, in detail.
 *
 * @param rules in the order of the steps; those of a step that tallies its rules whether they
 *     dropped rows or not
 * @param clusters the biggest clusters of duplicates
 */
public record AccountData(List<Rule> rules, List<Cluster> clusters) {
  /** Nothing was dropped. */
  public static final AccountData NONE = new AccountData(List.of(), List.of());

  public AccountData {
    rules = List.copyOf(rules);
    clusters = List.copyOf(clusters);
  }

  /**
   * A rule and some of the rows that it dropped.
   *
   * @param read rows that it was checked on, or that came to the step
   * @param threshold its limit, where it has one
   */
  public record Rule(
      String step,
      String rule,
      long read,
      long dropped,
      OptionalDouble threshold,
      List<Example> examples) {
    double share() {
      return read == 0 ? 0 : dropped / (double) read;
    }
  }

  /**
   * A dropped row.
   *
   * @param text how it begins, as it was read; empty when that is not kept
   */
  public record Example(String id, OptionalDouble score, String text) {}

  /** Rows that are copies or near-copies of each other. */
  public record Cluster(String representative, long size, String text) {}
}
