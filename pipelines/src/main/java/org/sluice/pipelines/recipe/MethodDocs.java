package org.sluice.pipelines.recipe;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import org.sluice.engine.adapter.Methods;

/** The table of methods in docs/methods.md, made from the engine's registry. */
public final class MethodDocs {
  private static final GeneratedPart PART =
      new GeneratedPart(
          "<!-- methods: made by MethodDocs, do not edit -->\n", "<!-- end of methods -->\n");

  /** Settings that every method has, which say nothing about it. */
  private static final List<String> COMMON =
      List.of(
          "auto_mapping",
          "base_model_name_or_path",
          "inference_mode",
          "peft_type",
          "peft_version",
          "revision",
          "task_type");

  private MethodDocs() {}

  /**
   * Writes the table anew into a page, between its two marks.
   *
   * @param args the page, docs/methods.md
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
    StringBuilder out = new StringBuilder();
    out.append("| `train.method` | what it is | merges | base of 4 bits | settings |\n");
    out.append("|---|---|---|---|---|\n");
    for (Methods.Entry entry : Methods.ALL) {
      List<String> settings =
          entry.defaults().keySet().stream().filter(key -> !COMMON.contains(key)).sorted().toList();
      out.append("| `").append(entry.peftType().toLowerCase(Locale.ROOT)).append("` | ");
      out.append(entry.title()).append(" | ");
      out.append(entry.merges() ? "yes" : "no").append(" | ");
      out.append(entry.takesFewBits() ? "yes" : "no").append(" | ");
      out.append(String.join(", ", settings)).append(" |\n");
    }
    return out.append('\n').toString();
  }
}
