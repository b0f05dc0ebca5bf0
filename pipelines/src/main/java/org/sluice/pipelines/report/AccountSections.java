package org.sluice.pipelines.report;

import java.util.List;
import java.util.OptionalDouble;
import org.sluice.pipelines.report.AccountData.Cluster;
import org.sluice.pipelines.report.AccountData.Example;
import org.sluice.pipelines.report.AccountData.Rule;

/** The rules with rows that they dropped, and the biggest clusters. */
final class AccountSections {
  private AccountSections() {}

  static void draw(Markup page, AccountData account) {
    if (!account.rules().isEmpty()) {
      page.open("section").leaf("h2", "Rules and rows that they dropped");
      rules(page, account.rules());
      account.rules().stream()
          .filter(rule -> rule.dropped() > 0)
          .forEach(rule -> examples(page, rule));
      page.close();
    }
    if (!account.clusters().isEmpty()) {
      page.open("section").leaf("h2", "Biggest clusters");
      clusters(page, account.clusters());
      page.close();
    }
  }

  private static void rules(Markup page, List<Rule> rules) {
    head(
        page,
        "Share of the rows that the rule was checked on",
        "rule",
        "checked",
        "dropped",
        "share",
        "limit");
    for (Rule rule : rules) {
      page.open("tr").leaf("th", rule.step() + " · " + rule.rule(), "scope", "row");
      page.leaf("td", Numbers.count(rule.read())).leaf("td", Numbers.count(rule.dropped()));
      page.leaf("td", Numbers.share(rule.share())).leaf("td", number(rule.threshold())).close();
    }
    page.close().close().close();
  }

  private static void examples(Markup page, Rule rule) {
    page.open("details").leaf("summary", rule.step() + " · " + rule.rule());
    head(page, rule.examples().size() + " of its rows", "id", "score", "text");
    for (Example example : rule.examples()) {
      page.open("tr").leaf("th", example.id(), "scope", "row");
      page.leaf("td", number(example.score())).leaf("td", example.text()).close();
    }
    page.close().close().close().close();
  }

  private static void clusters(Markup page, List<Cluster> clusters) {
    head(
        page,
        "Rows that are copies or near-copies of each other",
        "row that stays",
        "rows",
        "text");
    for (Cluster cluster : clusters) {
      page.open("tr").leaf("th", cluster.representative(), "scope", "row");
      page.leaf("td", Numbers.count(cluster.size())).leaf("td", cluster.text()).close();
    }
    page.close().close().close();
  }

  /** Begins a table: its caption, the names of its columns. */
  static void head(Markup page, String caption, String... columns) {
    page.open("div", "class", "wide").open("table").leaf("caption", caption);
    page.open("thead").open("tr");
    for (String column : columns) {
      page.leaf("th", column, "scope", "col");
    }
    page.close().close().open("tbody");
  }

  private static String number(OptionalDouble number) {
    return number.isPresent() ? Numbers.value(number.getAsDouble()) : "";
  }
}
