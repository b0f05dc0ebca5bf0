package org.sluice.pipelines.report;

import java.util.List;
import java.util.OptionalDouble;
import org.sluice.pipelines.report.ReportData.Histogram;

/** How one score is spread; bins on the side that is dropped stand in another colour. */
record HistogramChart(Histogram data) {
  private static final int WIDTH = 340;
  private static final int HEIGHT = 150;
  private static final int BASE = 118; // where the bars stand

  void draw(Markup page) {
    Axis x = new Axis(data.low(), data.high(), 8, WIDTH - 8);
    long most = Math.max(1, data.counts().stream().mapToLong(Long::longValue).max().orElse(1));
    Charts.open(page, WIDTH, HEIGHT, data.score(), description());
    List<Long> counts = data.counts();
    double width = (x.to() - x.from()) / counts.size();
    for (int i = 0; i < counts.size(); i++) {
      if (counts.get(i) > 0) {
        double height = Math.max(1.5, (double) counts.get(i) / most * (BASE - 26));
        double middle = data.low() + (i + 0.5) * (data.high() - data.low()) / counts.size();
        String kind = isDropped(middle) ? "bar-dropped" : "bar-kept";
        Charts.bar(page, x.from() + i * width + 0.5, BASE - height, width - 1, height, kind);
      }
    }
    Charts.line(page, x.from(), BASE, x.to(), BASE, "axis");
    for (double tick : x.ticks(4)) {
      Charts.line(page, x.at(tick), BASE, x.at(tick), BASE + 4, "axis");
      Charts.label(page, x.at(tick), BASE + 18, "faint", anchor(x.at(tick)), Numbers.value(tick));
    }
    threshold(page, x, data.threshold());
    page.close();
  }

  private static void threshold(Markup page, Axis x, OptionalDouble threshold) {
    if (threshold.isEmpty()
        || threshold.getAsDouble() < x.low()
        || threshold.getAsDouble() > x.high()) {
      return;
    }
    double at = x.at(threshold.getAsDouble());
    Charts.line(page, at, 16, at, BASE, "threshold");
    boolean left = at > WIDTH / 2.0;
    Charts.label(
        page,
        at + (left ? -5 : 5),
        24,
        "mark",
        left ? "end" : "start",
        "limit " + Numbers.value(threshold.getAsDouble()));
  }

  private boolean isDropped(double value) {
    return data.threshold().isPresent()
        && (data.side() == Histogram.Side.BELOW
            ? value < data.threshold().getAsDouble()
            : value > data.threshold().getAsDouble());
  }

  private String description() {
    long rows = data.counts().stream().mapToLong(Long::longValue).sum();
    String limit =
        data.threshold().isPresent()
            ? "; rows %s %s are dropped"
                .formatted(
                    data.side() == Histogram.Side.BELOW ? "below" : "above",
                    Numbers.value(data.threshold().getAsDouble()))
            : "";
    return "Histogram of %s rows from %s to %s%s"
        .formatted(
            Numbers.count(rows), Numbers.value(data.low()), Numbers.value(data.high()), limit);
  }

  private static String anchor(double x) {
    return x < 24 ? "start" : x > WIDTH - 24 ? "end" : "middle";
  }
}
