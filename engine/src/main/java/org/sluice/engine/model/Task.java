package org.sluice.engine.model;

/** What a model is for, by PEFT's names. */
public enum Task {
  CAUSAL_LM,
  SEQ_2_SEQ_LM,
  SEQ_CLS,
  TOKEN_CLS,
  QUESTION_ANS,
  FEATURE_EXTRACTION
}
