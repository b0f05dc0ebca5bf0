package org.sluice.pipelines.report;

import java.util.Comparator;
import java.util.List;
import org.sluice.base.Durations;
import org.sluice.pipelines.report.BarChart.Bar;
import org.sluice.pipelines.report.ReportData.EntityCount;
import org.sluice.pipelines.report.ReportData.Fact;
import org.sluice.pipelines.report.ReportData.Histogram;
import org.sluice.pipelines.report.ReportData.RuleDrops;
import org.sluice.pipelines.report.ReportData.StepRow;

/** What became of the rows: steps, rules, scores, personal data, provenance. */
final class DataSections {
  private DataSections() {}

  static void draw(Markup page, ReportData data) {
    if (!data.steps().isEmpty()) {
      page.open("section").leaf("h2", "Rows through the steps").open("figure");
      legend(page);
      new FlowChart(data.steps()).draw(page);
      page.close();
      steps(page, data.steps());
      page.close();
    }
    if (!data.drops().isEmpty()) {
      drops(page, data.drops());
    }
    if (!data.histograms().isEmpty()) {
      page.open("section").leaf("h2", "Scores and limits").open("div", "class", "grid two");
      for (Histogram histogram : data.histograms()) {
        page.open("figure").leaf("figcaption", histogram.score());
        new HistogramChart(histogram).draw(page);
        page.close();
      }
      page.close().close();
    }
    AccountSections.draw(page, data.account());
    if (!data.personalData().isEmpty()) {
      personalData(page, data.personalData());
    }
    if (!data.provenance().isEmpty()) {
      provenance(page, data.provenance());
    }
  }

  private static void legend(Markup page) {
    page.open("figcaption", "class", "legend");
    page.leaf("span", "kept", "class", "key kept")
        .leaf("span", "dropped or rejected", "class", "key dropped");
    page.close();
  }

  private static void drops(Markup page, List<RuleDrops> drops) {
    List<Bar> bars =
        drops.stream()
            .sorted(
                Comparator.comparingLong(RuleDrops::rows).reversed().thenComparing(RuleDrops::rule))
            .map(drop -> new Bar(drop.step() + " · " + drop.rule(), drop.rows()))
            .toList();
    page.open("section").leaf("h2", "Rows dropped by rule").open("figure");
    new BarChart("Rows dropped by rule", "rows", "bar-dropped", bars).draw(page);
    page.close().close();
  }

  private static void personalData(Markup page, List<EntityCount> entities) {
    List<Bar> bars =
        entities.stream()
            .sorted(
                Comparator.comparingLong(EntityCount::count)
                    .reversed()
                    .thenComparing(EntityCount::type))
            .map(entity -> new Bar(entity.type(), entity.count()))
            .toList();
    page.open("section").leaf("h2", "Personal data found").open("figure");
    new BarChart("Personal data found, by type", "places", "bar-second", bars).draw(page);
    page.close();
    if (entities.stream().anyMatch(entity -> entity.canaryRecall().isPresent())) {
      AccountSections.head(page, "Made-up values planted beside the rows", "type", "found");
      for (EntityCount entity : entities) {
        entity
            .canaryRecall()
            .ifPresent(
                recall -> {
                  page.open("tr").leaf("th", entity.type(), "scope", "row");
                  page.leaf("td", Numbers.share(recall)).close();
                });
      }
      page.close().close().close();
    }
    page.close();
  }

  private static void steps(Markup page, List<StepRow> steps) {
    AccountSections.head(
        page,
        "The account: kept + dropped + rejected = read",
        "step",
        "read",
        "kept",
        "dropped",
        "rejected",
        "time");
    for (StepRow step : steps) {
      page.open("tr").leaf("th", step.step(), "scope", "row");
      page.leaf("td", Numbers.count(step.read())).leaf("td", Numbers.count(step.kept()));
      page.leaf("td", Numbers.count(step.dropped())).leaf("td", Numbers.count(step.rejected()));
      page.leaf("td", time(step)).close();
    }
    page.close().close().close();
  }

  private static String time(StepRow step) {
    String own =
        step.takenAlongBy()
            .map(other -> "in that of " + other)
            .orElse(Durations.told(step.seconds()));
    return step.skipped() ? "unchanged" : own;
  }

  private static void provenance(Markup page, List<Fact> facts) {
    page.open("section").leaf("h2", "Made from").open("dl", "class", "facts");
    for (Fact fact : facts) {
      page.open("div").leaf("dt", fact.name()).leaf("dd", fact.value()).close();
    }
    page.close().close();
  }
}
