package org.sluice.jobs.lineage;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.functions;
import org.sluice.base.Progress;
import org.sluice.jobs.tables.Folders;
import org.sluice.jobs.tables.GeneratedCode;
import org.sluice.jobs.tables.Schemas;
import org.sluice.jobs.tables.TableFormat;
import org.sluice.jobs.tables.Tables;

/**
 * Takes rows out of all tables of a project, with their past, and marks the models that have been
 * trained on them. Doing it twice, or again after it was killed, gives the same.
 */
public final class Forget {
  /** By its columns a person's rows are found, so it goes last: a killed run can be repeated. */
  private static final String DOCUMENTS = "documents";

  private final SparkSession spark;
  private final Project project;
  private final Tables tables;
  private final Progress progress;

  public Forget(SparkSession spark, Project project, Progress progress) {
    this.spark = spark;
    this.project = project;
    this.tables = project.tables(spark);
    this.progress = progress;
  }

  /**
   * Says what would be taken out, and changes nothing.
   *
   * @param ids one column, id
   */
  public Forgotten look(Dataset<Row> ids) {
    return work(ids, false);
  }

  /**
   * Takes the rows out.
   *
   * @param ids one column, id
   */
  public Forgotten run(Dataset<Row> ids) {
    return work(ids, true);
  }

  private Forgotten work(Dataset<Row> given, boolean erase) {
    List<Forgotten> result = new ArrayList<>();
    GeneratedCode.whenWorthwhile(spark, 1, () -> result.add(settle(fixed(given), erase)));
    return result.get(0);
  }

  /** The ids as they are now: they may come out of the very tables that are changed. */
  private static Dataset<Row> fixed(Dataset<Row> given) {
    return given.select("id").filter("id IS NOT NULL").distinct().localCheckpoint();
  }

  private Forgotten settle(Dataset<Row> ids, boolean erase) {
    Map<String, String> before = stamps();
    Erasure erasure = new Erasure(spark, tables, ids);
    Map<String, List<Holding>> held = new LinkedHashMap<>();
    Map<String, Long> rows = new TreeMap<>();
    for (String table : tablesInOrder()) {
      for (Holding holding : Holding.in(table, tables.schema(table))) {
        long count = erasure.count(table, holding);
        if (count > 0) {
          held.computeIfAbsent(table, key -> new ArrayList<>()).add(holding);
          rows.merge(table, count, Long::sum);
        }
      }
    }
    long found = found(ids, held);
    Map<TrainedModel, Long> stale = stale(ids);
    if (erase) {
      progress.note("forget: " + found + " rows are known here");
      ForgottenRows.add(tables, ids);
      stale.forEach(TrainedModel::mark);
      held.forEach(
          (table, holdings) -> {
            progress.note("forget: taking rows out of " + table);
            erasure.erase(table, holdings);
          });
      deleteTraces(ids, stale);
      deletePast();
    }
    return new Forgotten(ids.count(), found, rows, stale, changes(before));
  }

  private List<String> tablesInOrder() {
    return tables.names().stream()
        .sorted(
            Comparator.<String, Boolean>comparing(DOCUMENTS::equals).thenComparing(name -> name))
        .toList();
  }

  private long found(Dataset<Row> ids, Map<String, List<Holding>> held) {
    Dataset<Row> all = ids.limit(0);
    for (Map.Entry<String, List<Holding>> table : held.entrySet()) {
      for (Holding holding : table.getValue()) {
        String id = holding == Holding.SAMPLES ? "explode(doc_ids)" : holding.column();
        all = all.union(tables.read(table.getKey()).selectExpr(id + " AS id").join(ids, "id"));
      }
    }
    return all.distinct().count();
  }

  /** Models that have been trained on one of the rows, and those that began with such a model. */
  private Map<TrainedModel, Long> stale(Dataset<Row> ids) {
    Map<TrainedModel, Long> stale = new LinkedHashMap<>();
    if (!tables.exists(Schemas.TRAINED_TABLE)) {
      return stale;
    }
    List<Row> counts =
        tables
            .read(Schemas.TRAINED_TABLE)
            .join(ids, "id")
            .groupBy("step", "run_id")
            .agg(functions.countDistinct("id"))
            .collectAsList();
    List<TrainedModel> models = project.models();
    for (TrainedModel model : models) {
      counts.stream()
          .filter(row -> row.get(0).equals(model.step()) && row.get(1).equals(model.runId()))
          .forEach(row -> stale.put(model, row.getLong(2)));
    }
    stale.entrySet().stream()
        .filter(entry -> entry.getKey().step().equals("pretrain"))
        .findFirst()
        .ifPresent(base -> models.forEach(model -> stale.putIfAbsent(model, base.getValue())));
    return stale;
  }

  /** What holds rows, or a model of them, besides the tables. */
  private void deleteTraces(Dataset<Row> ids, Map<TrainedModel, Long> stale) {
    Folders folders = new Folders(spark.sparkContext().hadoopConfiguration());
    String output = project.output().toString();
    for (TrainedModel model : stale.keySet()) {
      String folder = model.step().equals("pretrain") ? "/pretrain/checkpoints" : "/checkpoints";
      folders.delete(output + folder);
    }
    folders.delete(output + "/report.html"); // it shows samples; the next run writes it anew
    String last = output + "/final";
    if (folders.exists(last)) {
      Dataset<Row> documents = spark.read().parquet(last);
      if (List.of(documents.columns()).contains("id")) {
        Dataset<Row> kept = documents.join(ids, documents.col("id").equalTo(ids.col("id")), "anti");
        folders.replace(last, fresh -> kept.write().parquet(fresh));
      }
    }
  }

  private void deletePast() {
    if (project.format() == TableFormat.DELTA) {
      DeltaPast past = new DeltaPast(spark, tables);
      for (String table : tables.names()) {
        if (past.isThere(table)) {
          progress.note("forget: deleting older versions of " + table);
          past.delete(table);
        }
      }
    }
  }

  private Map<String, String> stamps() {
    Map<String, String> stamps = new TreeMap<>();
    tables.names().forEach(table -> stamps.put(table, tables.stamp(table)));
    return stamps;
  }

  private Map<String, Forgotten.Change> changes(Map<String, String> before) {
    Map<String, String> after = stamps();
    Map<String, Forgotten.Change> changes = new TreeMap<>();
    before.forEach(
        (table, stamp) -> changes.put(table, new Forgotten.Change(stamp, after.get(table))));
    return changes;
  }
}
