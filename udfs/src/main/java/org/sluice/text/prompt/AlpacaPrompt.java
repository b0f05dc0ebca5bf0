package org.sluice.text.prompt;

/**
 * The two prompts of Stanford Alpaca (train.py of tatsu-lab/stanford_alpaca), character by
 * character.
 */
public final class AlpacaPrompt {
  private static final String WITH_INPUT =
      """
      Below is an instruction that describes a task, paired with an input that provides further \
      context. Write a response that appropriately completes the request.

      ### Instruction:
      %s

      ### Input:
      %s

      ### Response:""";

  private static final String WITHOUT_INPUT =
      """
      Below is an instruction that describes a task. Write a response that appropriately completes \
      the request.

      ### Instruction:
      %s

      ### Response:""";

  private AlpacaPrompt() {}

  /**
   * The prompt of a row.
   *
   * @param input null or empty for the form without input; a single blank counts as input
   */
  public static String prompt(String instruction, String input) {
    return input == null || input.isEmpty()
        ? String.format(WITHOUT_INPUT, instruction)
        : String.format(WITH_INPUT, instruction, input);
  }

  /** What is trained: the output as it stands, closed by the end-of-text token. */
  public static String target(String output, String eosToken) {
    return output + eosToken;
  }
}
