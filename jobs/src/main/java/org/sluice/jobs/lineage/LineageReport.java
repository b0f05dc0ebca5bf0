package org.sluice.jobs.lineage;

import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.sluice.jobs.tables.Schemas;
import org.sluice.jobs.tables.Tables;

/** Answers about lineage as text, asked of {@link LineageViews}. */
public final class LineageReport {
  /** Rows shown of an answer that may be long. */
  private static final int SHOWN = 1000;

  private final SparkSession spark;
  private final Project project;
  private final Tables tables;
  private final LineageViews views;
  private final StringBuilder out = new StringBuilder();

  /** A report on views that have been made in the session. */
  public LineageReport(SparkSession spark, Project project, LineageViews views) {
    this.spark = spark;
    this.project = project;
    this.tables = project.tables(spark);
    this.views = views;
  }

  /** What a model, or each model of the project, was trained on. */
  public String ofModels(Optional<TrainedModel> asked) {
    List<TrainedModel> models = asked.map(List::of).orElseGet(project::models);
    if (models.isEmpty()) {
      line("no model has been trained in %s", project.output());
    }
    for (TrainedModel model : models) {
      line("%s", model.folder());
      line("  run %s, step %s", model.runId(), model.provenance().get("code_version"));
      line("  recipe digest %s", model.provenance().getOrDefault("recipe_digest", ""));
      if (model.forgotten() > 0) {
        line("  was trained on %,d rows that are forgotten: train it again", model.forgotten());
      }
      model.stamps().forEach(this::table);
      rows(model);
    }
    settings();
    rules();
    return out.toString();
  }

  private void table(String name, String stamp) {
    String state =
        !tables.exists(name)
            ? "is gone"
            : views.version(name).isPresent() || tables.stamp(name).equals(stamp)
                ? "is there"
                : "has changed since: now " + tables.stamp(name);
    line("  table %-16s %-10s %s", name, stamp, state);
  }

  private void rows(TrainedModel model) {
    if (!tables.exists(Schemas.TRAINED_TABLE)) {
      line("  its rows are not known: it was trained before the table trained was kept");
      return;
    }
    boolean documents = tables.exists("documents");
    Row sums =
        spark
            .table("lineage_rows")
            .filter(
                "step = '%s' AND run_id = '%s'"
                    .formatted(model.step(), model.runId().replace("'", "")))
            .selectExpr(
                "count(DISTINCT id)",
                "count(DISTINCT block_id)",
                "coalesce(sum(tokens), 0)",
                documents ? "count(DISTINCT IF(in_documents, id, NULL))" : "0L")
            .head();
    line(
        "  %,d rows in %,d blocks, %,d tokens; %,d of the rows stand in documents",
        sums.getLong(0), sums.getLong(1), sums.getLong(2), sums.getLong(3));
  }

  /** What the steps were told, newest run of each. */
  private void settings() {
    if (!tables.exists("runs")
        || !List.of(tables.schema("runs").fieldNames()).contains("settings")) {
      return;
    }
    Dataset<Row> newest =
        spark.sql(
            "SELECT step, max_by(settings, finished_at), max_by(rows_read, finished_at),"
                + " max_by(rows_kept, finished_at), max(finished_at) AS at FROM sluice_runs"
                + " GROUP BY step ORDER BY at");
    line("steps, as they ran last");
    for (Row step : newest.collectAsList()) {
      line(
          "  %-14s read %,d, kept %,d  %s",
          step.getString(0), step.getLong(2), step.getLong(3), step.getString(1));
    }
  }

  private void rules() {
    if (!tables.exists(Schemas.ACCOUNT)) {
      return;
    }
    line("rules that all other rows broke");
    for (Row rule :
        spark.sql("SELECT * FROM lineage_rules ORDER BY step, rule, threshold").collectAsList()) {
      line(
          "  %-14s %-36s limit %-10s dropped %,d",
          rule.get(0), rule.get(1), rule.isNullAt(2) ? "-" : rule.get(2), rule.getLong(3));
    }
  }

  /** All that holds some rows. */
  public String ofRows(List<String> ids, List<String> keys) {
    RowIds rows = new RowIds(spark, tables);
    Dataset<Row> asked = rows.of(ids);
    for (String key : keys) {
      asked = asked.union(rows.with(key));
    }
    List<Row> found =
        spark
            .table("lineage_places")
            .join(asked.distinct(), "id")
            .orderBy("id", "place", "what")
            .limit(SHOWN + 1)
            .collectAsList();
    for (Row place : found.subList(0, Math.min(found.size(), SHOWN))) {
      line("%-28s %-18s %s", place.get(0), place.get(1), place.isNullAt(2) ? "" : place.get(2));
    }
    if (found.isEmpty()) {
      line("nothing in %s holds these rows", project.output());
    } else if (found.size() > SHOWN) {
      line("and more; ask the view lineage_places (--sql)");
    }
    return out.toString();
  }

  private void line(String format, Object... values) {
    out.append(String.format(Locale.ROOT, format, values).stripTrailing()).append('\n');
  }
}
