package org.sluice.pipelines.report;

import java.util.ArrayList;
import java.util.List;

/** Makes the trend of a noisy curve visible. */
final class Smoothing {
  private Smoothing() {}

  /**
   * Exponential moving average without the bias of its beginning: m_i = w m_{i-1} + (1 - w) x_i,
   * shown as m_i / (1 - w^i) (Kingma and Ba 2015, section 3). Values that are no numbers are passed
   * over.
   *
   * @param weight w, 0 (no smoothing) to below 1
   */
  static List<Double> average(List<Double> values, double weight) {
    List<Double> smooth = new ArrayList<>(values.size());
    double mean = 0;
    double share = 0; // 1 - w^i
    for (double value : values) {
      if (Double.isFinite(value)) {
        mean = weight * mean + (1 - weight) * value;
        share = weight * share + (1 - weight);
      }
      smooth.add(share > 0 ? mean / share : Double.NaN);
    }
    return smooth;
  }
}
