package org.sluice.engine.model;

import java.util.Optional;
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

  /**
   * Compares all tensors of a checkpoint with its configuration; no value is read.
   *
   * @throws UserError when one is missing, surplus or of another shape
   */
  public static void checkShapes(Checkpoint checkpoint) {
    Optional<Task> task = ofClass(checkpoint.config());
    if (task.isPresent()) {
      try (Torch torch = Torch.onCpu(0)) {
        task.get().load(torch, checkpoint, LoadOptions.shapes());
      }
    }
  }

  /** What the class of transformers that config.json names is for. */
  private static Optional<Task> ofClass(ModelConfig config) {
    String name = config.list("architectures").stream().map(String::valueOf).findFirst().orElse("");
    Architecture architecture = Architecture.named(config.modelType());
    Task named =
        name.isEmpty() || name.equals(architecture.className())
            ? Optional.of(usual(config))
                .filter(t -> t.fits(architecture))
                .orElse(FEATURE_EXTRACTION)
            : name.endsWith("ForSequenceClassification")
                ? SEQ_CLS
                : name.endsWith("ForTokenClassification")
                    ? TOKEN_CLS
                    : name.endsWith("ForQuestionAnswering") ? QUESTION_ANS : null;
    return Optional.ofNullable(named).filter(task -> task.fits(architecture));
  }

  void require(ModelConfig config) {
    if (!fits(Architecture.named(config.modelType()))) {
      throw UserError.of(
          "A model of type '" + config.modelType() + "' cannot be loaded for the task " + this,
          "take a model of another type, or another task (docs/models.md)");
    }
  }
}
