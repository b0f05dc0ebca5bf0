package org.sluice.text.prompt;

import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.sluice.text.prompt.jinja.Template;

/**
 * A recipe's own prompt: two templates in Jinja that see the columns of a row as variables. What
 * the columns hold is never read as a template.
 */
public final class PromptTemplate {
  /** One example: what the model reads and what it shall write. */
  public record Example(String prompt, String completion) {}

  private final Template prompt;
  private final Template completion;

  private PromptTemplate(Template prompt, Template completion) {
    this.prompt = prompt;
    this.completion = completion;
  }

  /**
   * Compiles both parts.
   *
   * @throws org.sluice.text.prompt.jinja.TemplateException of kind SYNTAX, with the line
   */
  public static PromptTemplate compile(String prompt, String completion) {
    return new PromptTemplate(Template.compile(prompt), Template.compile(completion));
  }

  /**
   * The columns that the templates use, in alphabetical order, so that a missing one is noticed.
   */
  public Set<String> columns() {
    Set<String> columns = new TreeSet<>(prompt.variables());
    columns.addAll(completion.variables());
    return columns;
  }

  /**
   * Renders one row.
   *
   * @throws org.sluice.text.prompt.jinja.TemplateException when a template fails on the row
   */
  public Example render(Map<String, ?> row) {
    return new Example(prompt.render(row), completion.render(row));
  }
}
