package org.sluice.pipelines.report;

import java.util.List;
import java.util.Locale;

/** Lines over the steps of training, each named at its end. */
record LineChart(String title, String unit, int height, List<Line> lines) {
  /** {@code steps} and {@code values} belong together; {@code kind} is the style of the line. */
  record Line(String name, String kind, List<Long> steps, List<Double> values) {}

  private static final int LEFT = 56;
  private static final int RIGHT = 92; // units for the names at the ends of the lines
  private static final int MOST_POINTS = 800; // a wider drawing would show no more

  void draw(Markup page) {
    double low = Double.POSITIVE_INFINITY;
    double high = Double.NEGATIVE_INFINITY;
    long first = Long.MAX_VALUE;
    long last = Long.MIN_VALUE;
    for (Line line : lines) {
      for (double value : line.values()) {
        if (Double.isFinite(value)) {
          low = Math.min(low, value);
          high = Math.max(high, value);
        }
      }
      first = Math.min(first, line.steps().get(0));
      last = Math.max(last, line.steps().get(line.steps().size() - 1));
    }
    if (low > high) {
      low = 0; // nothing finite: an empty frame
      high = 1;
    }
    Axis y = Axis.rounded(low > 0 && low < 0.5 * high ? 0 : low, high, height - 30, 12);
    Axis x = new Axis(first, Math.max(first + 1, last), LEFT, Charts.WIDTH - RIGHT);
    Charts.open(page, Charts.WIDTH, height, title, description());
    frame(page, x, y);
    for (Line line : lines) {
      page.empty("path", "d", path(line, x, y), "class", line.kind());
      double end = line.values().get(line.values().size() - 1);
      if (!line.name().isEmpty() && Double.isFinite(end)) {
        Charts.label(
            page,
            x.to() + 7,
            y.at(end) + 4,
            "mark",
            "start",
            line.name() + " " + Numbers.value(end));
      }
    }
    page.close();
  }

  private static void frame(Markup page, Axis x, Axis y) {
    for (double tick : y.ticks(4)) {
      Charts.line(page, x.from(), y.at(tick), x.to(), y.at(tick), "grid");
      Charts.label(page, x.from() - 8, y.at(tick) + 4, "faint", "end", Numbers.value(tick));
    }
    for (double tick : x.ticks(6)) {
      if (tick == Math.rint(tick)) {
        Charts.label(
            page, x.at(tick), y.from() + 18, "faint", "middle", Numbers.count((long) tick));
      }
    }
    Charts.label(page, Charts.WIDTH, y.from() + 18, "faint", "end", "step");
  }

  private static String path(Line line, Axis x, Axis y) {
    StringBuilder path = new StringBuilder();
    int size = line.values().size();
    int stride = Math.max(1, size / MOST_POINTS);
    boolean down = false; // whether the pen is on the paper
    for (int i = 0; i < size; i += i + stride < size || i == size - 1 ? stride : size - 1 - i) {
      double value = line.values().get(i);
      if (Double.isFinite(value)) {
        path.append(
            String.format(
                Locale.ROOT,
                "%s%.1f %.1f",
                down ? "L" : "M",
                x.at(line.steps().get(i)),
                y.at(value)));
      }
      down = Double.isFinite(value);
    }
    return path.length() == 0 ? "M0 0" : path.toString();
  }

  private String description() {
    StringBuilder text = new StringBuilder();
    for (Line line : lines) {
      List<Double> values = line.values();
      text.append(text.length() == 0 ? "" : "; ")
          .append(line.name().isEmpty() ? title : line.name())
          .append(" goes from ")
          .append(Numbers.value(values.get(0)))
          .append(" to ")
          .append(Numbers.value(values.get(values.size() - 1)));
    }
    return text.append(" (").append(unit).append(')').toString();
  }
}
