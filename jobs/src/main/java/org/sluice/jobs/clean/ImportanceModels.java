package org.sluice.jobs.clean;

import org.sluice.base.UserError;
import org.sluice.text.importance.Importance;
import org.sluice.text.importance.ImportanceModel;

/** Models of importance by their path. */
public final class ImportanceModels {
  private static final ModelFiles<Importance> FILES =
      new ModelFiles<>(
          (file, content) -> new Importance(ImportanceModel.read(content)),
          "give a file that the step importance_model wrote");

  private ImportanceModels() {}

  /**
   * The model in a file that every executor can read.
   *
   * @throws UserError when there is none
   */
  public static Importance of(String file) {
    return FILES.of(file);
  }
}
