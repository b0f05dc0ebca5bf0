package org.sluice.pipelines.report;

import java.util.List;
import org.sluice.pipelines.report.LineChart.Line;
import org.sluice.pipelines.report.ReportData.Comparison;
import org.sluice.pipelines.report.ReportData.CurvePoint;
import org.sluice.pipelines.report.ReportData.Sample;

/** What became of the model: before and after, answers, curves. */
final class ModelSections {
  private ModelSections() {}

  static void draw(Markup page, ReportData data) {
    if (!data.comparisons().isEmpty()) {
      page.open("section")
          .leaf("h2", "Base model against tuned model")
          .open("div", "class", "grid");
      for (Comparison comparison : data.comparisons()) {
        page.open("figure").leaf("figcaption", caption(comparison));
        new PairChart(comparison).draw(page);
        page.close();
      }
      page.close().close();
    }
    if (!data.samples().isEmpty()) {
      page.open("section").leaf("h2", "Answers before and after");
      data.samples().forEach(sample -> sample(page, sample));
      page.close();
    }
    if (!data.curve().isEmpty()) {
      page.open("section").leaf("h2", "Training");
      curve(page, data.curve());
      page.close();
    }
  }

  private static String caption(Comparison comparison) {
    String direction = comparison.better() == Comparison.Better.HIGHER ? "more" : "less";
    return comparison.measure() + " (" + direction + " is better)";
  }

  private static void sample(Markup page, Sample sample) {
    page.open("article", "class", "sample")
        .leaf("p", sample.prompt(), "class", "prompt")
        .open("dl");
    answer(page, "expected", sample.expected(), sample);
    answer(page, "base", sample.base(), sample);
    answer(page, "tuned", sample.tuned(), sample);
    page.close().close();
  }

  private static void answer(Markup page, String who, String text, Sample sample) {
    boolean known = !sample.expected().isBlank() && !who.equals("expected");
    boolean right = known && text.strip().equals(sample.expected().strip());
    page.open("div", "class", known ? right ? "right" : "wrong" : "plain");
    page.leaf("dt", who).open("dd").text(text.isEmpty() ? "(empty)" : text);
    if (known) {
      page.leaf("span", right ? " ✓ right" : " ✗ differs", "class", "verdict");
    }
    page.close().close();
  }

  private static void curve(Markup page, List<CurvePoint> curve) {
    List<Long> steps = curve.stream().map(CurvePoint::step).toList();
    List<Double> losses = curve.stream().map(CurvePoint::loss).toList();
    // averages over about a twenty-fifth of the run: short runs keep their shape
    double weight = Math.min(0.97, 1 - 1 / Math.max(2, losses.size() / 25.0));
    List<Double> smooth = Smoothing.average(losses, weight);
    page.open("figure").leaf("figcaption", "Loss a token, each step (thin) and smoothed (bold)");
    new LineChart(
            "Training loss",
            "nats a token",
            250,
            List.of(
                new Line("", "curve-raw", steps, losses), new Line("loss", "curve", steps, smooth)))
        .draw(page);
    page.close();
    List<Double> rates = curve.stream().map(CurvePoint::learningRate).toList();
    page.open("figure").leaf("figcaption", "Learning rate");
    new LineChart(
            "Learning rate", "per step", 130, List.of(new Line("", "curve-second", steps, rates)))
        .draw(page);
    page.close();
  }
}
