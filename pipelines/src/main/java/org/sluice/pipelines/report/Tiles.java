package org.sluice.pipelines.report;

import org.sluice.base.Durations;
import org.sluice.pipelines.report.ReportData.Comparison;
import org.sluice.pipelines.report.ReportData.EntityCount;
import org.sluice.pipelines.report.ReportData.StepRow;

/** The few numbers that answer "did it work?" before anything else is read. */
final class Tiles {
  private Tiles() {}

  static void draw(Markup page, ReportData data) {
    page.open("section", "class", "tiles", "aria-label", "Key figures");
    for (Comparison comparison : data.comparisons()) {
      if (comparison.format() == Comparison.Format.SHARE) {
        tile(
            page,
            comparison.measure(),
            Numbers.share(comparison.tuned()),
            "from " + Numbers.share(comparison.base()) + " before tuning");
      }
    }
    rows(page, data);
    long personal = data.personalData().stream().mapToLong(EntityCount::count).sum();
    if (personal > 0) {
      tile(page, "Personal data", Numbers.count(personal), "places found and redacted");
    }
    double seconds = data.steps().stream().mapToDouble(StepRow::seconds).sum();
    if (seconds > 0) {
      tile(page, "Time", Durations.told(seconds), data.steps().size() + " steps");
    }
    page.close();
  }

  private static void rows(Markup page, ReportData data) {
    if (data.steps().isEmpty()) {
      return;
    }
    long read = data.steps().get(0).read();
    long lost = data.steps().stream().mapToLong(step -> step.dropped() + step.rejected()).sum();
    tile(page, "Rows kept", Numbers.count(read - lost), "of " + Numbers.count(read) + " read");
  }

  private static void tile(Markup page, String name, String value, String note) {
    page.open("div", "class", "tile");
    page.leaf("p", name, "class", "name")
        .leaf("p", value, "class", "number")
        .leaf("p", note, "class", "note");
    page.close();
  }
}
