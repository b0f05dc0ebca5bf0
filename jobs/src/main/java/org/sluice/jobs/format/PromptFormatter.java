package org.sluice.jobs.format;

import java.util.Map;
import org.sluice.text.prompt.AlpacaPrompt;
import org.sluice.text.prompt.PromptTemplate;
import org.sluice.text.prompt.jinja.TemplateException;

/** A prompt and its answer: the Alpaca prompts, or one of the user's own. */
final class PromptFormatter implements Formatter {
  private final Questions questions;
  private final String outputColumn;
  private final PromptTemplate own;

  /**
   * A formatter.
   *
   * @param own null for the Alpaca prompts
   */
  private PromptFormatter(Questions questions, String outputColumn, PromptTemplate own) {
    this.questions = questions;
    this.outputColumn = outputColumn;
    this.own = own;
  }

  static Maker alpaca(Questions questions, String outputColumn) {
    return () -> new PromptFormatter(questions, outputColumn, null);
  }

  static Maker inline(Questions questions, String outputColumn) {
    return () -> new PromptFormatter(questions, outputColumn, questions.template());
  }

  @Override
  public Example format(Map<String, Object> row) throws Unfit {
    return Example.open(prompt(row), answer(row, outputColumn));
  }

  private String prompt(Map<String, Object> row) throws Unfit {
    if (own == null) {
      return AlpacaPrompt.prompt(questions.instruction(row), questions.input(row));
    }
    try {
      return own.render(row).prompt();
    } catch (TemplateException e) {
      throw new Unfit("template_refuses");
    }
  }

  /** The answer of a row. */
  static String answer(Map<String, Object> row, String column) throws Unfit {
    Object answer = row.get(column);
    if (answer == null || answer.toString().isEmpty()) {
      throw new Unfit("empty_answer");
    }
    return answer.toString();
  }
}
