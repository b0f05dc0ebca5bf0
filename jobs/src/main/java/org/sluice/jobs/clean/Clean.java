package org.sluice.jobs.clean;

import java.util.List;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.types.StructType;
import org.sluice.base.Nearest;
import org.sluice.base.UserError;
import org.sluice.jobs.Fields;
import org.sluice.jobs.Settlement;
import org.sluice.jobs.Step;
import org.sluice.jobs.StepContext;
import org.sluice.jobs.StepResult;
import org.sluice.jobs.clean.CleanOptions.ClassifierOptions;
import org.sluice.jobs.tables.Flow;
import org.sluice.text.language.LanguageCodes;

/**
 * Normalises texts and drops those that its rules refuse, in one pass. Held-out rows are normalised
 * and never dropped.
 */
public final class Clean implements Step<CleanOptions> {
  static final String NAME = "clean";
  private static final String KEY = "clean.columns";

  @Override
  public String name() {
    return NAME;
  }

  @Override
  public Class<CleanOptions> options() {
    return CleanOptions.class;
  }

  @Override
  public String codeVersion() {
    return "4";
  }

  @Override
  public void check(SparkSession spark, CleanOptions options, StepContext context) {
    checkModels(options);
    StructType schema = context.tables().schema(context.inputTable());
    Fields.of(schema, options.columns(), KEY);
    new Lists(options, schema);
    if (options.language().isPresent() && List.of(schema.fieldNames()).contains("lang")) {
      throw UserError.of(
          "clean.language would write the column lang, which the table has already",
          "leave lang out of ingest.columns");
    }
  }

  /** Reads the models, and refuses labels that they have not. */
  private static void checkModels(CleanOptions options) {
    for (ClassifierOptions classifier : options.classifiers()) {
      refuseUnknown(classifier.model(), List.of(classifier.label()), "clean.classifiers");
    }
    options.perplexity().forEach(NgramModels::of);
    options.sentencepiece().ifPresent(model -> Pieces.of(model).of(""));
    options.importance().forEach(importance -> ImportanceModels.of(importance.model()));
    options
        .language()
        .filter(language -> language.model().isPresent())
        .ifPresent(
            language ->
                refuseUnknown(language.model().get(), language.keep(), "clean.language.keep"));
  }

  private static void refuseUnknown(String model, List<String> wanted, String key) {
    List<String> labels = FastTextModels.of(model).labels();
    List<String> known = labels.stream().map(LanguageCodes::canonical).toList();
    for (String label : wanted) {
      if (!labels.contains(label) && !known.contains(LanguageCodes.canonical(label))) {
        throw UserError.at(
            model,
            "",
            "%s: the model has no label %s".formatted(key, label),
            "did you mean %s?".formatted(Nearest.to(label, labels)));
      }
    }
  }

  @Override
  public StepResult run(SparkSession spark, CleanOptions options, StepContext context) {
    Flow input = context.tables().flow(context.inputTable());
    StructType schema = input.schema();
    Judging judging =
        new Judging(Fields.of(schema, options.columns(), KEY), options, new Lists(options, schema));
    Flow judged =
        input.through(NAME, judging.schema(schema), judging).alarm(NAME, options.maxDrop());
    return new Settlement(spark, context.tables()).finish(judged, "cleaned", options.materialize());
  }
}
