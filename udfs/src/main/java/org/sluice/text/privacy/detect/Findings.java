package org.sluice.text.privacy.detect;

import java.util.ArrayList;
import java.util.List;
import java.util.TreeMap;

/** Collects what the detectors find in one page and settles overlaps. */
public final class Findings {
  private final double minScore;
  private final List<Finding> found = new ArrayList<>();

  public Findings(double minScore) {
    this.minScore = minScore;
  }

  void add(String type, int start, int end, double score) {
    if (score >= minScore) {
      found.add(new Finding(type, start, end, score));
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
