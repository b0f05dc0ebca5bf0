package org.sluice.text.privacy.detect;

import java.util.Comparator;

/**
 * Something a detector found, in UTF-16 units of the page.
 *
 * @param start first unit
 * @param end one past the last unit
 */
public record Finding(String type, int start, int end, double score) {
  public static final Comparator<Finding> BY_POSITION = Comparator.comparingInt(Finding::start);

  /** The stronger first: higher score, then longer, then earlier. */
  static final Comparator<Finding> BY_STRENGTH =
      Comparator.comparingDouble(Finding::score)
          .thenComparingInt(finding -> finding.end() - finding.start())
          .reversed()
          .thenComparingInt(Finding::start)
          .thenComparing(Finding::type);
}
