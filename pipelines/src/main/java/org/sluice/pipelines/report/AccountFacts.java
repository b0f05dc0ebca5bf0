package org.sluice.pipelines.report;

import static org.apache.spark.sql.functions.broadcast;
import static org.apache.spark.sql.functions.coalesce;
import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.count;
import static org.apache.spark.sql.functions.lit;
import static org.apache.spark.sql.functions.min;
import static org.apache.spark.sql.functions.row_number;
import static org.apache.spark.sql.functions.substring;
import static org.apache.spark.sql.functions.xxhash64;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalDouble;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.expressions.Window;
import org.apache.spark.sql.functions;
import org.sluice.jobs.tables.Schemas;
import org.sluice.jobs.tables.Tables;
import org.sluice.pipelines.report.AccountData.Cluster;
import org.sluice.pipelines.report.AccountData.Example;
import org.sluice.pipelines.report.AccountData.Rule;
import org.sluice.pipelines.report.ReportData.StepRow;

/** Reads the account of a run: each rule with some of its rows, and the biggest clusters. */
final class AccountFacts {
  private static final String CLUSTERS = "clusters";
  private static final String DOCUMENTS = "documents";
  private static final int TEXT = 160;
  private static final int MOST_RULES = 100;

  private final Tables tables;
  private final int examples;

  /**
   * @param examples rows of a rule, and clusters
   */
  AccountFacts(Tables tables, int examples) {
    this.tables = tables;
    this.examples = examples;
  }

  AccountData data(List<StepRow> steps, List<TalliedRule> tallied) {
    return new AccountData(
        tables.exists(Schemas.ACCOUNT) ? rules(steps, tallied) : List.of(),
        tables.exists(CLUSTERS) ? clusters() : List.of());
  }

  /** The tallied rules, whether they dropped rows or not, and all others that did. */
  private List<Rule> rules(List<StepRow> steps, List<TalliedRule> tallied) {
    Dataset<Row> account = tables.read(Schemas.ACCOUNT);
    Map<String, List<Example>> found = examples(account);
    List<String> order = steps.stream().map(StepRow::step).toList();
    List<Rule> rules = new ArrayList<>();
    for (TalliedRule rule : tallied) {
      rules.add(
          new Rule(
              rule.step(),
              rule.rule(),
              rule.evaluated(),
              rule.dropped(),
              OptionalDouble.of(rule.threshold()),
              found.getOrDefault(rule.step() + ' ' + rule.rule(), List.of())));
    }
    others(account, tallied)
        .groupBy("step", "rule")
        .agg(count(lit(1)).as("rows"), min("threshold"))
        .orderBy(col("rows").desc(), col("step"), col("rule"))
        .limit(MOST_RULES)
        .collectAsList()
        .forEach(
            row -> {
              String step = row.getString(0);
              long read =
                  steps.stream()
                      .filter(s -> s.step().equals(step))
                      .mapToLong(StepRow::read)
                      .findFirst()
                      .orElse(0);
              rules.add(
                  new Rule(
                      step,
                      row.getString(1),
                      read,
                      row.getLong(2),
                      number(row, 3),
                      found.getOrDefault(step + ' ' + row.getString(1), List.of())));
            });
    rules.sort((one, other) -> order.indexOf(one.step()) - order.indexOf(other.step()));
    return rules;
  }

  /** What other rules than these have dropped. */
  static Dataset<Row> others(Dataset<Row> account, List<TalliedRule> tallied) {
    String[] names =
        tallied.stream().map(rule -> rule.step() + ' ' + rule.rule()).toArray(String[]::new);
    Column name = functions.concat_ws(" ", col("step"), col("rule"));
    return account.filter(functions.not(name.isin((Object[]) names)));
  }

  /** Some rows of each rule: those with the smallest hashes of their ids. */
  private Map<String, List<Example>> examples(Dataset<Row> account) {
    Dataset<Row> chosen =
        account
            .withColumn(
                "_rank",
                row_number()
                    .over(
                        Window.partitionBy("step", "rule").orderBy(xxhash64(col("id")), col("id"))))
            .filter(col("_rank").leq(examples))
            .select("step", "rule", "id", "score");
    Map<String, List<Example>> found = new HashMap<>();
    withText(chosen, "id").orderBy("step", "rule", "id").collectAsList().stream()
        .forEach(
            row ->
                found
                    .computeIfAbsent(
                        row.getString(0) + ' ' + row.getString(1), key -> new ArrayList<>())
                    .add(new Example(row.getString(2), number(row, 3), row.getString(4))));
    return found;
  }

  private List<Cluster> clusters() {
    Dataset<Row> biggest =
        tables
            .read(CLUSTERS)
            .filter(col("id").equalTo(col("representative")))
            .orderBy(col("size").desc(), col("id"))
            .limit(examples)
            .select("id", "size");
    return withText(biggest, "id").orderBy(col("size").desc(), col("id")).collectAsList().stream()
        .map(row -> new Cluster(row.getString(0), row.getLong(1), row.getString(2)))
        .toList();
  }

  /** The rows with how their text begins behind them, where the documents are kept. */
  private Dataset<Row> withText(Dataset<Row> few, String id) {
    boolean kept =
        tables.exists(DOCUMENTS)
            && Arrays.asList(tables.read(DOCUMENTS).columns()).containsAll(List.of("id", "text"));
    if (!kept) {
      return few.withColumn("_text", lit(""));
    }
    Dataset<Row> texts =
        tables
            .read(DOCUMENTS)
            .select(col("id").as("_id"), substring(col("text"), 1, TEXT).as("_begin"));
    return texts
        .join(broadcast(few), col("_id").equalTo(col(id)), "right")
        .withColumn("_text", coalesce(col("_begin"), lit("")))
        .drop("_id", "_begin");
  }

  private static OptionalDouble number(Row row, int at) {
    return row.isNullAt(at) ? OptionalDouble.empty() : OptionalDouble.of(row.getDouble(at));
  }
}
