package org.sluice.jobs.format;

import java.io.Serializable;
import java.util.Map;
import java.util.Set;
import org.sluice.base.UserError;
import org.sluice.text.prompt.PromptTemplate;
import org.sluice.text.prompt.jinja.TemplateException;

/**
 * What is asked in a row: instruction, input, or a prompt of the user's own.
 *
 * @param prompt Jinja that sees the columns; null: instruction and input
 * @param instruction the same for all rows; null: the column instruction
 */
record Questions(String prompt, String instruction, String inputColumn) implements Serializable {
  private static final String INSTRUCTION = "instruction";

  static Questions of(FormatOptions options) {
    return new Questions(
        options.prompt().orElse(null),
        options.instruction().orElse(null),
        options.inputColumn().orElse("input"));
  }

  /** The columns without which nothing can be asked. */
  Set<String> columns() {
    if (prompt != null) {
      return template().columns();
    }
    return instruction == null ? Set.of(INSTRUCTION) : Set.of();
  }

  /** The compiled prompt. */
  PromptTemplate template() {
    try {
      return PromptTemplate.compile(prompt, "");
    } catch (TemplateException e) {
      throw UserError.at(
          "format.prompt", Integer.toString(e.line()), e.getMessage(), "correct the template");
    }
  }

  String instruction(Map<String, Object> row) throws Formatter.Unfit {
    String text = instruction == null ? (String) row.get(INSTRUCTION) : instruction;
    if (text == null) {
      throw new Formatter.Unfit("no_instruction");
    }
    return text;
  }

  String input(Map<String, Object> row) {
    Object input = row.get(inputColumn);
    return input == null ? "" : input.toString();
  }
}
