package org.sluice.engine.model;

import org.sluice.engine.file.Architecture;
import org.sluice.engine.file.ModelConfig;
import org.sluice.engine.tensor.Ops;

/** Bodies of models with a head, by model_type, and what their classes call their parts. */
final class Bodies {
  private Bodies() {}

  /** States of all positions of a body without a decoder of its own. */
  static Encoder encoder(Weights weights, Ops ops) {
    Architecture architecture = Architecture.named(weights.config().modelType());
    return switch (architecture) {
      case BERT -> Bert.bert(weights);
      case ROBERTA -> Bert.roberta(weights);
      case DEBERTA_V2 -> new DebertaV2(weights);
      case T5, MT5 -> new T5(weights, false)::encode;
      case BART -> throw new IllegalStateException("BART's encoder alone has no task");
      default -> Decoders.of(weights, ops)::forward;
    };
  }

  static EncoderDecoder encoderDecoder(Weights weights) {
    Architecture architecture = Architecture.named(weights.config().modelType());
    return switch (architecture) {
      case T5, MT5 -> new T5(weights, true);
      case BART -> new Bart(weights);
      default -> throw new IllegalStateException(architecture + " has no encoder and decoder");
    };
  }

  /** Whether the model of this task is an encoder with a decoder. */
  static boolean decodes(ModelConfig config, Task task) {
    return switch (Architecture.named(config.modelType())) {
      case T5, MT5 -> task != Task.TOKEN_CLS && task != Task.FEATURE_EXTRACTION;
      case BART -> true;
      default -> false;
    };
  }

  /** Whether it foretells next tokens without an encoder. */
  static boolean causal(ModelConfig config) {
    return switch (Architecture.named(config.modelType())) {
      case BERT, ROBERTA, DEBERTA_V2, T5, MT5, BART -> false;
      default -> true;
    };
  }

  /** What a task's class calls its parts. */
  static Weights.Names names(ModelConfig config, Task task) {
    Architecture architecture = Architecture.named(config.modelType());
    boolean t5 = architecture == Architecture.T5 || architecture == Architecture.MT5;
    if (t5 && (task == Task.SEQ_CLS || task == Task.TOKEN_CLS)) {
      return new Weights.Names("", "transformer.", false);
    }
    if (task == Task.FEATURE_EXTRACTION && !t5) {
      return new Weights.Names(prefix(architecture), "", false);
    }
    boolean renamed =
        switch (architecture) {
          case LLAMA, QWEN2, QWEN3, QWEN3_MOE -> task == Task.QUESTION_ANS;
          default -> false;
        };
    if (renamed) {
      return new Weights.Names("model.", "transformer.", false);
    }
    return new Weights.Names("", "", task == Task.SEQ_2_SEQ_LM);
  }

  /** The first part of the names of an architecture's own class. */
  private static String prefix(Architecture architecture) {
    return switch (architecture) {
      case BERT -> "bert.";
      case ROBERTA -> "roberta.";
      case DEBERTA_V2 -> "deberta.";
      case GPT2, GPT_NEO, GPTJ, BLOOM, FALCON, CHATGLM -> "transformer.";
      case GPT_NEOX -> "gpt_neox.";
      case T5, MT5 -> "";
      default -> "model.";
    };
  }
}
