package org.sluice.text.prompt;

/** Which tokens of a conversation are labels. */
public enum TrainOn {
  /** What the assistant says, with its end-of-turn token. */
  ANSWERS,
  /** Every token. */
  ALL
}
