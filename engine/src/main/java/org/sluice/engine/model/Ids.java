package org.sluice.engine.model;

import ai.djl.pytorch.engine.PtNDArray;
import ai.djl.pytorch.engine.PtNDManager;
import java.util.Arrays;
import org.sluice.base.UserError;
import org.sluice.engine.file.ModelConfig;

/** Token ids on their way into a model. */
final class Ids {
  private Ids() {}

  /**
   * The ids as a tensor [n] i32.
   *
   * @throws UserError when one is outside the vocabulary
   */
  static PtNDArray of(PtNDManager manager, int[] ids, ModelConfig config) {
    int largest = Arrays.stream(ids).max().orElse(0);
    int smallest = Arrays.stream(ids).min().orElse(0);
    if (smallest < 0 || largest >= config.vocabSize()) {
      throw UserError.of(
          "Token %d is outside the model's vocabulary of %d"
              .formatted(smallest < 0 ? smallest : largest, config.vocabSize()),
          "use the tokenizer that belongs to the model");
    }
    return (PtNDArray) manager.create(ids);
  }
}
