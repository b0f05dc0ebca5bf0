package org.sluice.pipelines.recipe;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.sluice.base.Nearest;
import org.sluice.base.config.Node;
import org.sluice.base.config.Problems;
import org.sluice.jobs.classify.ClassifyOptions;
import org.sluice.jobs.clean.CleanOptions;
import org.sluice.jobs.decontaminate.DecontaminateOptions;
import org.sluice.jobs.dedup.DedupOptions;
import org.sluice.jobs.evaluate.EvaluateOptions;
import org.sluice.jobs.evaluate.EvaluateOptions.Metric;
import org.sluice.jobs.format.FormatOptions;
import org.sluice.jobs.ingest.IngestOptions;
import org.sluice.jobs.mix.MixOptions;
import org.sluice.jobs.parts.DedupTextOptions;
import org.sluice.jobs.redact.RedactOptions;
import org.sluice.jobs.tokenize.TokenizeOptions;
import org.sluice.jobs.train.TrainOptions;
import org.sluice.jobs.write.WriteOptions;

/** What can only be said of settings together. */
final class Checks {
  private final Recipe recipe;
  private final Node.Entries root;
  private final Problems problems;

  Checks(Recipe recipe, Node.Entries root, Problems problems) {
    this.recipe = recipe;
    this.root = root;
    this.problems = problems;
  }

  void all() {
    if (recipe.steps().isEmpty()) {
      problems.add(root.place(), "the recipe has no step", "add a section ingest");
    }
    order();
    columns();
    ranks();
    accuracy();
    keptOrder();
    handedOver();
  }

  /** A step that reads a kind of table stands behind one that leaves it. */
  private void order() {
    List<RecipeStep> steps = recipe.steps();
    for (int i = 0; i < steps.size(); i++) {
      RecipeStep step = steps.get(i);
      TableKind wanted = step.entry().reads();
      if (wanted == TableKind.SAMPLES && !writes(steps, TableKind.SAMPLES)) {
        wanted = TableKind.DOCUMENTS;
      }
      if (wanted == TableKind.NONE || writes(steps.subList(0, i), wanted)) {
        continue;
      }
      String maker = maker(wanted);
      boolean later = writes(steps.subList(i + 1, steps.size()), wanted);
      String remedy = later ? "move " + maker + " before it" : "add " + maker;
      problems.add(step.place(), step.name() + " reads what " + maker + " writes", remedy);
    }
  }

  private static boolean writes(List<RecipeStep> steps, TableKind flow) {
    return steps.stream().anyMatch(step -> step.entry().writes(flow));
  }

  private static String maker(TableKind flow) {
    return Steps.ALL.stream()
        .filter(entry -> entry.writes(flow))
        .map(StepEntry::name)
        .findFirst()
        .orElseThrow();
  }

  /** The columns that steps name are those that ingest declares. */
  private void columns() {
    Optional<IngestOptions> ingest = options("ingest", IngestOptions.class);
    if (ingest.isEmpty()) {
      return;
    }
    List<String> declared = new ArrayList<>(ingest.get().columns().keySet());
    options("clean", CleanOptions.class)
        .ifPresent(clean -> declared("clean.columns", clean.columns(), declared));
    options("dedup", DedupOptions.class)
        .ifPresent(dedup -> declared("dedup.columns", dedup.columns(), declared));
    options("redact", RedactOptions.class)
        .ifPresent(redact -> declared("redact.columns", redact.columns(), declared));
    options("classify", ClassifyOptions.class)
        .ifPresent(classify -> declared("classify.column", List.of(classify.column()), declared));
    options("dedup_text", DedupTextOptions.class)
        .ifPresent(text -> declared("dedup_text.column", List.of(text.column()), declared));
    options("decontaminate", DecontaminateOptions.class)
        .ifPresent(sets -> declared("decontaminate.column", List.of(sets.column()), declared));
    options("mix", MixOptions.class)
        .ifPresent(mix -> declared("mix.columns", mix.columns(), declared));
    List<String> withId = new ArrayList<>(declared);
    withId.addAll(List.of("id", "source"));
    options("mix", MixOptions.class)
        .ifPresent(mix -> withId.addAll(List.of("split", "epoch", "place")));
    options("clean", CleanOptions.class).ifPresent(clean -> withId.addAll(clean.addedColumns()));
    options("classify", ClassifyOptions.class).ifPresent(classify -> withId.add("quality"));
    options("redact", RedactOptions.class)
        .flatMap(RedactOptions::entitiesColumn)
        .ifPresent(withId::add);
    options("write", WriteOptions.class)
        .filter(write -> recipe.steps().stream().allMatch(step -> step.options() != null))
        .ifPresent(write -> declared("write.columns", write.columns(), withId));
    options("format", FormatOptions.class).ifPresent(format -> formatColumns(format, declared));
  }

  private void formatColumns(FormatOptions format, List<String> declared) {
    if (format.messagesColumn().isEmpty()) {
      declared("format.output_column", List.of(format.outputColumn()), declared);
    }
    format.inputColumn().ifPresent(c -> declared("format.input_column", List.of(c), declared));
    format.systemColumn().ifPresent(c -> declared("format.system_column", List.of(c), declared));
    format
        .messagesColumn()
        .ifPresent(c -> declared("format.messages_column", List.of(c), declared));
  }

  private void declared(String key, List<String> columns, List<String> declared) {
    for (String column : columns) {
      if (!declared.contains(column)) {
        problems.add(
            Tree.place(root, key),
            key + ": there is no column '" + column + "', ingest declares " + declared,
            "did you mean '" + Nearest.to(column, declared) + "'?");
      }
    }
  }

  /** More ranks than a local master has room for. */
  private void ranks() {
    Optional<TrainOptions> train = options("train", TrainOptions.class);
    Optional<String> master = recipe.spark() == null ? Optional.empty() : recipe.spark().master();
    if (train.isEmpty() || !master.orElse("local[*]").startsWith("local[")) {
      return;
    }
    int ranks = train.get().worldSize();
    if (ranks > 1 && !train.get().shareJvm() && System.getProperty("spark.master") == null) {
      problems.add(
          Tree.place(root, "train.world_size"),
          "train.world_size: " + ranks + " ranks would share the one JVM of a local master",
          "set it to 1, or name a cluster with spark.master");
    }
  }

  /** Accuracy is counted over labels. */
  private void accuracy() {
    options("evaluate", EvaluateOptions.class)
        .filter(evaluate -> evaluate.labels().isEmpty())
        .filter(evaluate -> evaluate.metrics().contains(Metric.ACCURACY))
        .filter(evaluate -> Tree.at(root, "evaluate.metrics") != null)
        .ifPresent(
            evaluate ->
                problems.add(
                    Tree.place(root, "evaluate.metrics"),
                    "evaluate.metrics: accuracy needs answers to choose from",
                    "add evaluate.labels or leave accuracy out"));
  }

  /** Rows grouped by length are in another order than that of a curriculum. */
  private void keptOrder() {
    boolean kept =
        options("tokenize", TokenizeOptions.class).filter(TokenizeOptions::keepOrder).isPresent();
    if (kept
        && options("train", TrainOptions.class).filter(TrainOptions::groupByLength).isPresent()) {
      problems.add(
          Tree.place(root, "train.group_by_length"),
          "train.group_by_length would undo the order that tokenize.keep_order keeps",
          "leave one of the two out");
    }
  }

  /** Rows that a step hands over unwritten have one reader: they cannot be read twice. */
  private void handedOver() {
    for (RecipeStep step : recipe.steps()) {
      if (step.options() == null || Materialized.of(step.options())) {
        continue;
      }
      List<String> readers =
          recipe.steps().stream()
              .filter(reader -> step.entry().tables().containsValue(recipe.input(reader)))
              .map(RecipeStep::name)
              .toList();
      if (readers.size() != 1) {
        problems.add(
            Tree.place(root, step.name() + ".materialize"),
            step.name()
                + ".materialize: false hands rows to one next step, but "
                + (readers.isEmpty() ? "there is none" : readers + " read them"),
            "set it to true");
      }
    }
  }

  private <O extends Record> Optional<O> options(String step, Class<O> type) {
    return recipe.step(step).map(RecipeStep::options).map(type::cast);
  }
}
