package org.sluice.jobs.format;

/**
 * A row made ready for training.
 *
 * @param prompt what the model is given
 * @param completion what follows; in a conversation of several turns the later questions too
 * @param closed whether the completion ends its turn itself; otherwise the tokenizer's end of text
 *     follows
 * @param trained starts and ends by turns of what is to be learnt, in code points of prompt and
 *     completion together
 */
record Example(String prompt, String completion, boolean closed, int[] trained) {
  /** A prompt with one answer, all of which is to be learnt. */
  static Example open(String prompt, String answer) {
    int start = prompt.codePointCount(0, prompt.length());
    int end = start + answer.codePointCount(0, answer.length());
    return new Example(prompt, answer, false, new int[] {start, end});
  }
}
