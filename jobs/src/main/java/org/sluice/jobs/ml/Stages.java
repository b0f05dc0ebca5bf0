package org.sluice.jobs.ml;

import java.util.List;
import org.apache.spark.ml.param.Params;

/** All stages, in the order in which a pipeline would use them. */
public final class Stages {
  private Stages() {}

  /** A new one of each. */
  public static List<Params> all() {
    return List.of(
        new TextCleaner(),
        new QualityScorer(),
        new Deduplicator(),
        new PersonalDataRedactor(),
        new ChatFormatter(),
        new QLoraEstimator(),
        new QLoraModel(),
        new QLoraEvaluator());
  }
}
