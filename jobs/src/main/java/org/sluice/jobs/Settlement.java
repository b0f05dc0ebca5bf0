package org.sluice.jobs;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.sluice.base.UserError;
import org.sluice.jobs.tables.Damage;
import org.sluice.jobs.tables.Flow;
import org.sluice.jobs.tables.FlowCounts;
import org.sluice.jobs.tables.GeneratedCode;
import org.sluice.jobs.tables.Schemas;
import org.sluice.jobs.tables.Tables;

/**
 * Ends a pass: counts the rows, then writes the account of every step in it, the side tables and
 * the main table. Each table is replaced at once; when the job is killed in between, the next run
 * replaces all of them.
 */
public final class Settlement {
  private static final long ROWS_A_FILE = 1_000_000;
  private static final String INGEST = "ingest";
  private static final String CLEAN = "clean";
  private static final String REDACT = "redact";
  private static final List<String> MENDERS = List.of(INGEST, CLEAN);
  private static final List<String> CUTTERS = List.of("dedup_text", "decontaminate");

  private final SparkSession spark;
  private final Tables tables;

  public Settlement(SparkSession spark, Tables tables) {
    this.spark = spark;
    this.tables = tables;
  }

  /** Writes the rows that stay. */
  @FunctionalInterface
  public interface Sink {
    void write(Flow held);
  }

  /** Hands the flow over, or writes it as {@code table} of the run. */
  public StepResult finish(Flow flow, String table, boolean materialize) {
    if (!materialize) {
      tables.handOver(table, flow);
      return StepResult.deferred();
    }
    return settle(flow, table, held -> tables.write(table, held.kept(spark)));
  }

  /**
   * Writes all that a flow holds.
   *
   * @return the result of the flow's last step, with those before it in {@link StepResult#settled}
   * @throws UserError when no row stays, before any table is touched; but for steps that {@link
   *     Flow#mayKeepNone may keep none}
   */
  public StepResult settle(Flow flow, String table, Sink sink) {
    Flow once = flow.hold();
    try {
      String last = once.steps().get(once.steps().size() - 1);
      label(last, "count rows by where they go");
      FlowCounts counts = once.count();
      Map<String, StepResult> results = new LinkedHashMap<>(counts.results());
      results.computeIfPresent(
          INGEST,
          (step, result) -> result.withMetrics(Map.of(Damage.FILES, counts.damagedFiles())));
      refuseNothing(counts, results, once.mayKeepNone());
      refuseTooFew(once.alarms(), results);
      List<String> written = new ArrayList<>();
      GeneratedCode.whenWorthwhile(
          spark,
          counts.all(),
          () -> {
            List<Runnable> writes = aside(once, counts, written);
            writes.add(labelled(last, "write " + table, () -> sink.write(once)));
            write(writes);
          });
      written.add(table);
      StepResult own = results.remove(last);
      return new StepResult(
          own.rowsRead(),
          own.rowsKept(),
          own.rowsDropped(),
          own.rowsRejected(),
          own.droppedByRule(),
          own.metrics(),
          List.copyOf(written),
          results);
    } finally {
      once.release();
      spark.sparkContext().clearJobGroup();
    }
  }

  /** The writes of all tables but the main one; their names are added to {@code written}. */
  private List<Runnable> aside(Flow flow, FlowCounts counts, List<String> written) {
    String last = flow.steps().get(flow.steps().size() - 1);
    List<String> droppers = new ArrayList<>(flow.steps());
    Map<String, Runnable> writes = new LinkedHashMap<>();
    if (droppers.contains(INGEST)) {
      if (!tables.exists(Schemas.FORGOTTEN_TABLE)) {
        droppers.remove(INGEST); // it drops nothing but forgotten rows
      }
      writes.put(
          Schemas.REJECTED,
          () -> tables.write(Schemas.REJECTED, aside(flow, counts, Schemas.REJECTED)));
    }
    if (!droppers.isEmpty()) {
      writes.put(
          Schemas.ACCOUNT,
          () -> tables.writeDropped(droppers, aside(flow, counts, Schemas.ACCOUNT)));
    }
    if (droppers.contains(CLEAN)) {
      judged(flow, counts, writes);
    }
    byStep(flow, counts, Schemas.REPAIRS_TABLE, MENDERS, writes);
    byStep(flow, counts, Schemas.CUTS_TABLE, CUTTERS, writes);
    if (droppers.contains(REDACT)) {
      writes.put(
          Schemas.SPANS_TABLE,
          () -> tables.write(Schemas.SPANS_TABLE, aside(flow, counts, Schemas.SPANS_TABLE)));
    }
    flow.beside().forEach((table, rows) -> writes.put(table, () -> tables.write(table, rows)));
    written.addAll(writes.keySet());
    List<Runnable> labelled = new ArrayList<>();
    writes.forEach((table, write) -> labelled.add(labelled(last, "write " + table, write)));
    return labelled;
  }

  /** What rules measured; the tables are made when there are rules, and rows that they refused. */
  private void judged(Flow flow, FlowCounts counts, Map<String, Runnable> writes) {
    List<Row> rules = counts.rules().rows();
    if (!rules.isEmpty() || tables.exists(Schemas.RULES_TABLE)) {
      writes.put(
          Schemas.RULES_TABLE,
          () ->
              tables.write(
                  Schemas.RULES_TABLE, spark.createDataFrame(rules, Schemas.RULES).coalesce(1)));
    }
    if (counts.aside(Schemas.REFUSED_TABLE) > 0 || tables.exists(Schemas.REFUSED_TABLE)) {
      writes.put(
          Schemas.REFUSED_TABLE,
          () -> tables.write(Schemas.REFUSED_TABLE, aside(flow, counts, Schemas.REFUSED_TABLE)));
    }
  }

  /** A table of notes that is partitioned by step; it is made when there is something to note. */
  private void byStep(
      Flow flow,
      FlowCounts counts,
      String table,
      List<String> writers,
      Map<String, Runnable> writes) {
    List<String> own = flow.steps().stream().filter(writers::contains).toList();
    if (counts.aside(table) > 0 || !own.isEmpty() && tables.exists(table)) {
      writes.put(table, () -> tables.writeParts(table, own, aside(flow, counts, table)));
    }
  }

  /**
   * Parquet's writes at once. Delta's one after another: a commit runs queries of its own, and
   * once, on a crowded machine, one of several at once stood still until Spark's limit for
   * broadcasts.
   */
  private void write(List<Runnable> writes) {
    switch (tables.format()) {
      case PARQUET -> Together.run(writes);
      case DELTA -> writes.forEach(Runnable::run);
    }
  }

  private Runnable labelled(String step, String what, Runnable work) {
    return () -> {
      label(step, what);
      work.run();
    };
  }

  /**
   * An empty table is written from nothing, without a look at the rows; a small one as one file.
   */
  private Dataset<Row> aside(Flow flow, FlowCounts counts, String table) {
    long rows = counts.aside(table);
    if (rows == 0) {
      return spark.createDataFrame(List.of(), Schemas.ofSideTable(table));
    }
    return flow.aside(spark, table).coalesce((int) (rows / ROWS_A_FILE + 1));
  }

  /** Refuses to go on without rows, and says where they went. */
  private static void refuseNothing(
      FlowCounts counts, Map<String, StepResult> results, Set<String> mayKeepNone) {
    if (counts.kept() > 0) {
      return;
    }
    for (Map.Entry<String, StepResult> step : results.entrySet()) {
      StepResult result = step.getValue();
      if (result.rowsRead() == 0) {
        throw UserError.of(
            step.getKey() + ": the input holds no rows", "give files or a table with rows");
      }
      if (result.rowsKept() > 0) {
        continue;
      }
      if (mayKeepNone.contains(step.getKey())) {
        return;
      }
      if (result.rowsRejected() > 0) {
        throw UserError.of(
            "%s: all %d rows were rejected: %s%s"
                .formatted(
                    step.getKey(),
                    result.rowsRead(),
                    counts.rejectsByReason(),
                    Damage.in(counts.damagedFiles())),
            Damage.remedy(
                counts.rejectsByReason().keySet(),
                "declare the columns that the files have, or another format"));
      }
      throw UserError.of(
          "%s: all %d rows were dropped, by rule: %s"
              .formatted(step.getKey(), result.rowsRead(), result.droppedByRule()),
          "loosen these rules or leave them out");
    }
  }

  /** Stops where a step drops more than its settings allow: a rule may not fit the data. */
  private static void refuseTooFew(Map<String, Double> alarms, Map<String, StepResult> results) {
    alarms.forEach(
        (step, most) -> {
          StepResult result = results.get(step);
          double share = result.rowsDropped() / (double) Math.max(1, result.rowsRead());
          if (share > most) {
            String worst =
                result.droppedByRule().entrySet().stream()
                    .max(Map.Entry.comparingByValue())
                    .map(rule -> "%s (%d)".formatted(rule.getKey(), rule.getValue()))
                    .orElse("");
            throw UserError.of(
                "%s: %d of %d rows would be dropped, a share of %.3f where max_drop is %s;"
                        .formatted(step, result.rowsDropped(), result.rowsRead(), share, most)
                    + " most by %s, all by rule: %s".formatted(worst, result.droppedByRule()),
                "loosen the rule, or raise %s.max_drop".formatted(step));
          }
        });
  }

  private void label(String step, String what) {
    spark.sparkContext().setJobGroup(step, step + ": " + what, false);
  }
}
