package org.sluice.jobs.tokenizer;

import java.util.Arrays;
import java.util.List;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.sluice.base.Nearest;
import org.sluice.base.UserError;

/** Refuses columns that a table does not have. */
public final class TextColumns {
  private TextColumns() {}

  /**
   * Refuses the first unknown column.
   *
   * @param setting the key that named the columns, for the error
   */
  public static void check(Dataset<Row> table, List<String> columns, String setting) {
    List<String> known = Arrays.asList(table.columns());
    for (String column : columns) {
      if (!known.contains(column)) {
        throw UserError.of(
            setting + " names the unknown column '" + column + "'",
            "did you mean '" + Nearest.to(column, known) + "'?");
      }
    }
  }
}
