package org.sluice.jobs.clean;

import org.sluice.base.UserError;
import org.sluice.text.fasttext.FastTextModel;

/** Models of fastText by their path. */
public final class FastTextModels {
  private static final ModelFiles<FastTextModel> FILES =
      new ModelFiles<>(
          (file, content) -> FastTextModel.read(content), "give a supervised model of fastText");

  private FastTextModels() {}

  /**
   * The model in a file that every executor can read.
   *
   * @throws UserError when there is none
   */
  public static FastTextModel of(String file) {
    return FILES.of(file);
  }
}
