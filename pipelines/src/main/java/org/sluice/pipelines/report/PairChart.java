package org.sluice.pipelines.report;

import org.sluice.pipelines.report.ReportData.Comparison;

/** Two bars on one scale: the base model and the tuned one. */
record PairChart(Comparison data) {
  private static final int WIDTH = 280;
  private static final int HEIGHT = 84;
  private static final int LABELS = 50;
  private static final int VALUES = 66;

  void draw(Markup page) {
    double most =
        data.format() == Comparison.Format.SHARE ? 1 : Math.max(data.base(), data.tuned());
    String description =
        "base %s, tuned %s; %s is better"
            .formatted(
                write(data.base()),
                write(data.tuned()),
                data.better() == Comparison.Better.HIGHER ? "more" : "less");
    Charts.open(page, WIDTH, HEIGHT, data.measure(), description);
    row(page, 8, "base", data.base(), most, "bar-base");
    row(page, 46, "tuned", data.tuned(), most, data.improved() ? "bar-kept" : "bar-dropped");
    page.close();
  }

  private void row(Markup page, double y, String name, double value, double most, String kind) {
    double room = WIDTH - LABELS - VALUES;
    double length =
        most > 0 && Double.isFinite(value / most) ? Math.max(1, value / most * room) : 1;
    Charts.label(page, LABELS - 8.0, y + 20, "label", "end", name);
    if (data.format() == Comparison.Format.SHARE) {
      Charts.bar(page, LABELS, y, room, 30, "track");
    }
    Charts.bar(page, LABELS, y, length, 30, kind);
    Charts.label(
        page,
        LABELS + (data.format() == Comparison.Format.SHARE ? room : length) + 8,
        y + 20,
        "strong",
        "start",
        write(value));
  }

  private String write(double value) {
    return data.format() == Comparison.Format.SHARE ? Numbers.share(value) : Numbers.value(value);
  }
}
