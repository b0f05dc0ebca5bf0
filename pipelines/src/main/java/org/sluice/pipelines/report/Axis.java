package org.sluice.pipelines.report;

import java.util.ArrayList;
import java.util.List;

/**
 * A straight axis: values of {@code low..high} lie on {@code from..to} in units of the drawing.
 *
 * @param low value at {@code from}
 * @param high value at {@code to}
 */
public record Axis(double low, double high, double from, double to) {

  /** An axis over at least the given values, widened to round ones. */
  public static Axis rounded(double low, double high, double from, double to) {
    double top = high > low ? high : low + Math.max(1e-9, Math.abs(low) / 2);
    double step = step(top - low, 5);
    return new Axis(Math.floor(low / step) * step, Math.ceil(top / step) * step, from, to);
  }

  /** Where a value lies. */
  public double at(double value) {
    return from + (value - low) / (high - low) * (to - from);
  }

  /** Round values on the axis, about {@code wanted} of them. */
  public List<Double> ticks(int wanted) {
    double step = step(high - low, wanted);
    List<Double> ticks = new ArrayList<>();
    for (long i = (long) Math.ceil(low / step - 1e-9); i * step <= high + 1e-9 * step; i++) {
      ticks.add(i * step);
    }
    return ticks;
  }

  /** The nearest 1, 2 or 5 times a power of ten that cuts the span into about {@code parts}. */
  private static double step(double span, int parts) {
    double raw = span / parts;
    double power = Math.pow(10, Math.floor(Math.log10(raw)));
    double digit = raw / power;
    return power * (digit < 1.5 ? 1 : digit < 3.5 ? 2 : digit < 7.5 ? 5 : 10);
  }
}
