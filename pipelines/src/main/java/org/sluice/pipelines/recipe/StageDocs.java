package org.sluice.pipelines.recipe;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.apache.spark.ml.Estimator;
import org.apache.spark.ml.evaluation.Evaluator;
import org.apache.spark.ml.param.Param;
import org.apache.spark.ml.param.Params;
import org.sluice.jobs.ml.Stages;

/** The params in docs/spark-ml.md, made from the stages. */
public final class StageDocs {
  private static final GeneratedPart PART =
      new GeneratedPart(
          "<!-- params: made by StageDocs, do not edit -->\n", "<!-- end of params -->\n");

  private StageDocs() {}

  /**
   * Writes the params anew into a page, between its two marks.
   *
   * @param args the page, docs/spark-ml.md
   */
  public static void main(String[] args) throws IOException {
    Path page = Path.of(args[0]);
    Files.writeString(page, renewed(Files.readString(page)));
  }

  /** The page with the params as they have to be. */
  static String renewed(String page) {
    return PART.renewed(page, params());
  }

  private static String params() {
    StringBuilder out = new StringBuilder();
    for (Params stage : Stages.all()) {
      out.append("### ").append(stage.getClass().getSimpleName()).append(", ");
      out.append(kind(stage)).append("\n\n| param | default | meaning |\n|---|---|---|\n");
      for (Param<?> param : stage.params()) {
        out.append("| `").append(param.name()).append("` | ").append(defaultOf(stage, param));
        out.append(" | ").append(param.doc()).append(" |\n");
      }
      out.append('\n');
    }
    return out.toString();
  }

  private static String kind(Params stage) {
    if (stage instanceof Estimator) {
      return "an Estimator";
    }
    return stage instanceof Evaluator ? "an Evaluator" : "a Transformer";
  }

  private static String defaultOf(Params stage, Param<?> param) {
    if (!stage.hasDefault(param)) {
      return "required";
    }
    Object value = stage.getDefault(param).get();
    String text =
        value instanceof String[] several ? String.join(", ", several) : String.valueOf(value);
    return text.isEmpty() ? "empty" : "`" + text + "`";
  }
}
