package org.sluice.pipelines.recipe;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.stream.Collectors;
import org.sluice.engine.file.Architecture;
import org.sluice.engine.model.Task;

/** The table of models in docs/models.md, made from the registry of architectures. */
public final class ModelDocs {
  private static final GeneratedPart PART =
      new GeneratedPart(
          "<!-- models: made by ModelDocs, do not edit -->\n", "<!-- end of models -->\n");

  private ModelDocs() {}

  /**
   * Writes the table anew into a page, between its two marks.
   *
   * @param args the page, docs/models.md
   */
  public static void main(String[] args) throws IOException {
    Path page = Path.of(args[0]);
    Files.writeString(page, renewed(Files.readString(page)));
  }

  /** The page with the table as it has to be. */
  static String renewed(String page) {
    return PART.renewed(page, table());
  }

  private static String table() {
    StringBuilder out = new StringBuilder("| `model_type` | class |");
    for (Task task : Task.values()) {
      out.append(' ').append(task).append(" |");
    }
    out.append(" what it has |\n|---|---|").append("---|".repeat(Task.values().length + 1));
    for (Architecture architecture : Architecture.values()) {
      String tasks =
          Arrays.stream(Task.values())
              .map(task -> task.fits(architecture) ? " yes |" : " |")
              .collect(Collectors.joining());
      out.append("\n| `%s` | %s |".formatted(architecture.modelType(), architecture.className()))
          .append(tasks)
          .append(' ')
          .append(architecture.note())
          .append(" |");
    }
    return out.append("\n\n").toString();
  }
}
