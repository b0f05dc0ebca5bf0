package org.sluice.engine.model;

import org.sluice.base.UserError;
import org.sluice.engine.file.Architecture;
import org.sluice.engine.file.Checkpoint;
import org.sluice.engine.file.ModelConfig;
import org.sluice.engine.tensor.Torch;

/** What a model is for, by PEFT's names. */
public enum Task {
  CAUSAL_LM,
  SEQ_2_SEQ_LM,
  SEQ_CLS,
  TOKEN_CLS,
  QUESTION_ANS,
  FEATURE_EXTRACTION;

  /** Whether a model of this architecture can be loaded for the task. */
  public boolean fits(Architecture architecture) {
    return switch (architecture) {
      case BERT, ROBERTA, DEBERTA_V2 -> this != CAUSAL_LM && this != SEQ_2_SEQ_LM;
      case T5, MT5 -> this != CAUSAL_LM;
      case BART -> this == SEQ_2_SEQ_LM || this == SEQ_CLS || this == QUESTION_ANS;
      default -> this != SEQ_2_SEQ_LM;
    };
  }

  /** What a model of this architecture is for when nobody says: an answer, or the next token. */
  public static Task usual(ModelConfig config) {
    return SEQ_2_SEQ_LM.fits(Architecture.named(config.modelType())) ? SEQ_2_SEQ_LM : CAUSAL_LM;
  }

  /** Loads a model for this task; see {@link CausalModel#load} and {@link TaskModel#load}. */
  public Model load(Torch torch, Checkpoint checkpoint, LoadOptions options) {
    return this == CAUSAL_LM
        ? CausalModel.load(torch, checkpoint, options)
        : TaskModel.load(torch, checkpoint, this, options);
  }

  /** A model with fresh weights for this task. */
  public Model random(Torch torch, ModelConfig config, long seed, LoadOptions options) {
    return this == CAUSAL_LM
        ? CausalModel.random(torch, config, seed, options)
        : TaskModel.random(torch, config, this, seed, options);
  }

  void require(ModelConfig config) {
    if (!fits(Architecture.named(config.modelType()))) {
      throw UserError.of(
          "A model of type '" + config.modelType() + "' cannot be loaded for the task " + this,
          "take a model of another type, or another task (docs/models.md)");
    }
  }
}
