package org.sluice.pipelines.report;

import java.util.List;

/** Bars that lie on their side, longest labels to the left, the number at the end of each. */
record BarChart(String title, String unit, String kind, List<Bar> bars) {
  record Bar(String label, long count) {}

  private static final int ROW = 26;
  private static final int LABELS = 270; // units for the names at the left
  private static final int VALUES = 90; // and for the numbers at the right

  void draw(Markup page) {
    long most = bars.stream().mapToLong(Bar::count).max().orElse(1);
    long sum = bars.stream().mapToLong(Bar::count).sum();
    String description =
        "%d bars; the longest is %s with %s %s"
            .formatted(bars.size(), longest().label(), Numbers.count(most), unit);
    Charts.open(page, Charts.WIDTH, ROW * bars.size() + 4, title, description);
    for (int i = 0; i < bars.size(); i++) {
      Bar bar = bars.get(i);
      double y = ROW * i + 4.0;
      double length =
          Math.max(1, (double) bar.count() / Math.max(1, most) * (Charts.WIDTH - LABELS - VALUES));
      Charts.label(page, LABELS - 10.0, y + 14, "label", "end", shortened(bar.label()));
      Charts.bar(page, LABELS, y, length, ROW - 7.0, kind);
      Charts.label(page, LABELS + length + 7, y + 14, "value", "start", Numbers.count(bar.count()));
      String share = Numbers.share(sum == 0 ? 0 : (double) bar.count() / sum);
      double width = 8.5 * Numbers.count(bar.count()).length();
      Charts.label(page, LABELS + length + 14 + width, y + 14, "faint", "start", share);
    }
    page.close();
  }

  private Bar longest() {
    return bars.stream().max((a, b) -> Long.compare(a.count(), b.count())).orElse(new Bar("", 0));
  }

  private static String shortened(String label) {
    int points = label.codePointCount(0, label.length());
    return points <= 36 ? label : label.substring(0, label.offsetByCodePoints(0, 35)) + "…";
  }
}
