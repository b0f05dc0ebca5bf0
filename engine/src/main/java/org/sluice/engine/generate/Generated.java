package org.sluice.engine.generate;

/**
 * An answer.
 *
 * @param ids its tokens, without the one that ended it
 * @param text the tokens' text, without special tokens and without the stop text
 * @param finish why it ended
 */
public record Generated(int[] ids, String text, Finish finish) {
  /** Why an answer ended. */
  public enum Finish {
    /** The model said so by an end-of-text token. */
    END_OF_TEXT,
    /** One of the stop texts came. */
    STOP_TEXT,
    /** It reached the number of tokens asked for, or the model's longest text. */
    LENGTH
  }
}
