package org.sluice.text.privacy.detect;

import java.util.ArrayList;
import java.util.List;
import java.util.TreeMap;
import java.util.function.ToDoubleFunction;

/** Collects what the detectors find in one page and settles overlaps. */
public final class Findings {
  /** Below the patterns that are hardly ever mistaken. */
  private static final double TAGGED = 0.79;

  private final ToDoubleFunction<String> minScore;
  private final List<Finding> found = new ArrayList<>();

  /**
   * Collects what is sure enough.
   *
   * @param minScore the least score of a type
   */
  public Findings(ToDoubleFunction<String> minScore) {
    this.minScore = minScore;
  }

  void add(String type, int start, int end, double score) {
    add(new Finding(type, start, end, score, score));
  }

  /** Adds what a tagger found: patterns and checked numbers that overlap with it win. */
  void addTagged(String type, int start, int end, double score) {
    add(new Finding(type, start, end, score, Math.min(score, TAGGED)));
  }

  private void add(Finding finding) {
    if (finding.score() >= minScore.applyAsDouble(finding.type())) {
      found.add(finding);
    }
  }

  /** The findings without overlaps, in order of position; {@link Finding#BY_STRENGTH} decides. */
  public List<Finding> resolved() {
    if (found.size() < 2) {
      return List.copyOf(found);
    }
    found.sort(Finding.BY_STRENGTH);
    TreeMap<Integer, Finding> kept = new TreeMap<>(); // by start
    for (Finding finding : found) {
      var before = kept.lowerEntry(finding.end());
      if (before == null || before.getValue().end() <= finding.start()) {
        kept.put(finding.start(), finding);
      }
    }
    return List.copyOf(kept.values());
  }
}
