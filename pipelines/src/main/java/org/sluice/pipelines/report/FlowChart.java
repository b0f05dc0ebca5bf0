package org.sluice.pipelines.report;

import java.util.List;
import org.sluice.pipelines.report.ReportData.StepRow;

/** One bar a step, on one scale: rows kept, then dropped and rejected ones. */
record FlowChart(List<StepRow> steps) {
  private static final int ROW = 30;
  private static final int LABELS = 120;
  private static final int VALUES = 120;

  void draw(Markup page) {
    long most = Math.max(1, steps.stream().mapToLong(StepRow::read).max().orElse(1));
    StepRow last = steps.get(steps.size() - 1);
    String description =
        "%s rows were read by %s; %s are left after %s"
            .formatted(
                Numbers.count(steps.get(0).read()),
                steps.get(0).step(),
                Numbers.count(last.kept()),
                last.step());
    Charts.open(page, Charts.WIDTH, ROW * steps.size() + 4, "Rows through the steps", description);
    double scale = (double) (Charts.WIDTH - LABELS - VALUES) / most;
    for (int i = 0; i < steps.size(); i++) {
      StepRow step = steps.get(i);
      double y = ROW * i + 4.0;
      double kept = step.kept() * scale;
      double lost = (step.dropped() + step.rejected()) * scale;
      Charts.label(page, LABELS - 10.0, y + 16, "label", "end", step.step());
      Charts.bar(page, LABELS, y, kept, ROW - 8.0, "bar-kept");
      Charts.bar(
          page,
          LABELS + kept + (lost > 0 ? 1.5 : 0),
          y,
          lost > 0 ? Math.max(1.5, lost) : 0,
          ROW - 8.0,
          "bar-dropped");
      long gone = step.dropped() + step.rejected();
      String text = Numbers.count(step.kept()) + (gone > 0 ? "  −" + Numbers.count(gone) : "");
      Charts.label(page, LABELS + kept + lost + 9, y + 16, "value", "start", text);
    }
    page.close();
  }
}
