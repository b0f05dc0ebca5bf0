package org.sluice.pipelines.notebook;

import java.util.List;
import java.util.Locale;
import java.util.stream.IntStream;
import org.sluice.pipelines.report.Axis;
import org.sluice.pipelines.report.Charts;
import org.sluice.pipelines.report.Markup;
import org.sluice.pipelines.report.Numbers;

/** An answer as a chart: the first column names the rows, each further one is a series. */
record NoteChart(NoteRun.Answer answer) {
  static final int LINES_HEIGHT = 200;
  private static final int BAR = 13;
  private static final int GAP = 7;
  private static final int LABELS = 220; // units for the names at the left
  private static final int VALUES = 80; // and for the numbers at the right
  private static final int LEFT = 50;
  private static final int RIGHT = 150;

  private int series() {
    return answer.columns().size() - 1;
  }

  private static double number(List<String> row, int column) {
    return row.get(column).isEmpty() ? 0 : Double.parseDouble(row.get(column));
  }

  private List<List<String>> rows() {
    return answer.rows();
  }

  int barsHeight() {
    return rows().size() * (BAR * series() + GAP) + 22;
  }

  /** Bars that lie on their side, one for each row and series. */
  void bars(Markup page) {
    double most =
        IntStream.rangeClosed(1, series())
            .mapToDouble(c -> rows().stream().mapToDouble(row -> number(row, c)).max().orElse(1))
            .max()
            .orElse(1);
    double y = legend(page);
    for (List<String> row : rows()) {
      Charts.label(page, LABELS - 10.0, y + BAR, "label", "end", row.get(0));
      for (int c = 1; c <= series(); c++) {
        double value = number(row, c);
        double length =
            Math.max(1, value / Math.max(1e-9, most) * (Charts.WIDTH - LABELS - VALUES));
        Charts.bar(page, LABELS, y + 1, length, BAR, "s" + (c - 1));
        Charts.label(
            page, LABELS + length + 6, y + BAR - 1, "faint", "start", Numbers.value(value));
        y += BAR;
      }
      y += GAP;
    }
  }

  private double legend(Markup page) {
    for (int c = 1; c <= series(); c++) {
      String name = answer.columns().get(c);
      Charts.label(page, LABELS + 150.0 * (c - 1), 10, "s" + (c - 1), "start", name);
    }
    return 20;
  }

  /** Lines over the first column, each named at its end. */
  void lines(Markup page) {
    double low = Double.POSITIVE_INFINITY;
    double high = Double.NEGATIVE_INFINITY;
    for (List<String> row : rows()) {
      for (int c = 1; c <= series(); c++) {
        low = Math.min(low, number(row, c));
        high = Math.max(high, number(row, c));
      }
    }
    Axis y = Axis.rounded(low, high, LINES_HEIGHT - 24, 8);
    Axis x =
        new Axis(
            number(rows().get(0), 0),
            Math.max(number(rows().get(0), 0) + 1, number(rows().get(rows().size() - 1), 0)),
            LEFT,
            Charts.WIDTH - RIGHT);
    for (double tick : y.ticks(4)) {
      Charts.line(page, x.from(), y.at(tick), x.to(), y.at(tick), "grid");
      Charts.label(page, x.from() - 8, y.at(tick) + 4, "faint", "end", Numbers.value(tick));
    }
    for (double tick : x.ticks(6)) {
      Charts.label(page, x.at(tick), y.from() + 16, "faint", "middle", Numbers.value(tick));
    }
    for (int c = 1; c <= series(); c++) {
      page.empty("path", "d", path(x, y, c), "class", "s" + (c - 1));
      double end = number(rows().get(rows().size() - 1), c);
      String name = answer.columns().get(c) + " " + Numbers.value(end);
      double apart = 14.0 * (c - 1); // two lines often end at one place
      Charts.label(page, x.to() + 8, y.at(high) + 10 + apart, "s" + (c - 1), "start", name);
    }
  }

  private String path(Axis x, Axis y, int column) {
    StringBuilder path = new StringBuilder();
    for (List<String> row : rows()) {
      path.append(
          String.format(
              Locale.ROOT,
              "%s%.1f %.1f",
              path.length() == 0 ? "M" : "L",
              x.at(number(row, 0)),
              y.at(number(row, column))));
    }
    return path.toString();
  }
}
