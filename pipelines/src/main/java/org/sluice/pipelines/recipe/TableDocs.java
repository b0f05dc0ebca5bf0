package org.sluice.pipelines.recipe;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.apache.spark.sql.types.StructField;
import org.sluice.jobs.tables.Schemas;
import org.sluice.text.rules.Judge;
import org.sluice.text.rules.Profiles;

/** The columns in docs/tables.md, made from the schemas of the tables. */
public final class TableDocs {
  private static final GeneratedPart PART =
      new GeneratedPart(
          "<!-- columns: made by TableDocs, do not edit -->\n", "<!-- end of columns -->\n");

  private TableDocs() {}

  /**
   * Writes the columns anew into a page, between its two marks.
   *
   * @param args the page, docs/tables.md
   */
  public static void main(String[] args) throws IOException {
    Path page = Path.of(args[0]);
    Files.writeString(page, renewed(Files.readString(page)));
  }

  /** The page with the columns as they have to be. */
  static String renewed(String page) {
    return PART.renewed(page, columns());
  }

  private static String columns() {
    StringBuilder out = new StringBuilder();
    for (Schemas.FixedTable table : Schemas.ALL) {
      out.append("### ").append(table.name()).append("\n\n").append(table.meaning());
      out.append(" Written by ").append(table.writer()).append(".\n\n");
      out.append("| column | type | meaning |\n|---|---|---|\n");
      for (StructField field : table.schema().fields()) {
        out.append("| `").append(field.name()).append("` | `").append(field.dataType().sql());
        out.append("` | ").append(field.getComment().get()).append(" |\n");
      }
      out.append('\n');
    }
    return out.append(scores()).toString();
  }

  /** The columns that the step clean adds. */
  private static String scores() {
    StringBuilder out = new StringBuilder("### Scores in cleaned\n\n");
    out.append("Each DOUBLE; null where a measure is not defined, and in held-out rows.\n\n");
    out.append("| profile | columns |\n|---|---|\n");
    for (String profile : Profiles.names()) {
      List<String> columns = Judge.of(List.of(profile), Map.of()).columns();
      out.append("| `").append(profile).append("` | `");
      out.append(String.join("`, `", columns)).append("` |\n");
    }
    return out.append('\n').toString();
  }
}
