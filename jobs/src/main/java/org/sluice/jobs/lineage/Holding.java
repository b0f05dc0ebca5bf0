package org.sluice.jobs.lineage;

import java.util.Arrays;
import java.util.List;
import org.apache.spark.sql.types.StructType;
import org.sluice.jobs.tables.Schemas;

/** The ways in which a table can hold the id of a row. */
enum Holding {
  /** A row of the table is about this id. */
  ROW("id", ""),
  /** The bucket stays for this id. */
  BUCKET("label", ""),
  /** A row about another id names this one as the row that stays for it. */
  REPRESENTATIVE("representative", "representative <> id"),
  /** A dropped row names this id as the one that stays in its place. */
  DETAIL("detail", "step = 'dedup'"),
  /** Samples of this id lie in a block of tokens, among others. */
  SAMPLES("doc_ids", "");

  private final String column;
  private final String condition;

  Holding(String column, String condition) {
    this.column = column;
    this.condition = condition;
  }

  /** The ways in which a table of these columns holds ids. */
  static List<Holding> in(String table, StructType columns) {
    List<String> names = Arrays.asList(columns.fieldNames());
    return Arrays.stream(values())
        .filter(holding -> names.contains(holding.column) && holding.mayStandIn(table))
        .toList();
  }

  /** Columns of these names mean other things in other tables. */
  private boolean mayStandIn(String table) {
    return switch (this) {
      case ROW, REPRESENTATIVE, SAMPLES -> true;
      case BUCKET -> table.equals(Schemas.BUCKETS_TABLE);
      case DETAIL -> table.equals(Schemas.ACCOUNT);
    };
  }

  String column() {
    return column;
  }

  /** A query for the places of all ids that a table holds in this way: id, place, what. */
  String places(String table, String view) {
    String id = this == SAMPLES ? "explode(doc_ids)" : column;
    return "SELECT "
        + id
        + " AS id, '"
        + table
        + "' AS place, "
        + what(table)
        + " AS what FROM "
        + view
        + (condition.isEmpty() ? "" : " WHERE " + condition);
  }

  private String what(String table) {
    return switch (this) {
      case REPRESENTATIVE, DETAIL -> "concat('stays for ', id)";
      case SAMPLES -> "concat('block ', block_id)";
      case BUCKET -> "'a bucket of text'";
      case ROW -> whatOfRow(table);
    };
  }

  private static String whatOfRow(String table) {
    return switch (table) {
      case Schemas.ACCOUNT ->
          "concat_ws(' ', concat(step, ': ', rule), 'score', score, 'threshold', threshold)";
      case Schemas.SPANS_TABLE -> "concat(type, ' in ', field, ' ', start, ' to ', end)";
      case "clusters" -> "concat('one of ', size, ', stays: ', representative)";
      case Schemas.TRAINED_TABLE -> "concat(step, ' of run ', run_id)";
      default -> "CAST('' AS STRING)";
    };
  }
}
