package org.sluice.pipelines.recipe;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.sluice.jobs.sql.SqlFunction;
import org.sluice.jobs.sql.SqlFunctions;

/** The list in docs/functions.md, made from the functions themselves. */
public final class FunctionDocs {
  private static final GeneratedPart PART =
      new GeneratedPart(
          "<!-- functions: made by FunctionDocs, do not edit -->\n", "<!-- end of functions -->\n");

  private FunctionDocs() {}

  /**
   * Writes the list anew into a page, between its two marks.
   *
   * @param args the page, docs/functions.md
   */
  public static void main(String[] args) throws IOException {
    Path page = Path.of(args[0]);
    Files.writeString(page, renewed(Files.readString(page)));
  }

  /** The page with the list as it has to be. */
  static String renewed(String page) {
    return PART.renewed(page, list());
  }

  private static String list() {
    StringBuilder out = new StringBuilder();
    String namespace = "";
    for (SqlFunction function : SqlFunctions.all()) {
      if (!function.namespace().equals(namespace)) {
        namespace = function.namespace();
        out.append("## ").append(namespace).append("\n\n");
      }
      out.append("### ").append(function.fullName()).append("\n\n`");
      out.append(function.signature()).append("` gives `");
      out.append(function.result().sql()).append("`\n\n").append(function.summary());
      out.append("\n\n```sql\n").append(function.example().expression());
      out.append("\n-- ").append(function.example().result()).append("\n```\n\n");
    }
    return out.toString();
  }
}
