package org.sluice.text.privacy.detect;

import java.util.Comparator;

/**
 * Something a detector found, in UTF-16 units of the page.
 *
 * @param start first unit
 * @param end one past the last unit
 * @param strength the score, where findings overlap; less for what a tagger finds
 */
public record Finding(String type, int start, int end, double score, double strength) {
  public static final Comparator<Finding> BY_POSITION = Comparator.comparingInt(Finding::start);

  /** The stronger first: by strength, then longer, then earlier. */
  static final Comparator<Finding> BY_STRENGTH =
      Comparator.comparingDouble(Finding::strength)
          .thenComparingInt(finding -> finding.end() - finding.start())
          .reversed()
          .thenComparingInt(Finding::start)
          .thenComparing(Finding::type);
}
