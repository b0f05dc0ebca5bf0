package org.sluice.text.prompt.jinja;

import java.time.LocalDateTime;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Supplier;
import org.sluice.text.prompt.python.PlainData;
import org.sluice.text.prompt.python.PythonError;

/**
 * A compiled template. It renders as Jinja2 3.1 does in the immutable sandbox that transformers
 * sets up: trim_blocks, lstrip_blocks, no trailing newline kept, {@code break} and {@code
 * continue}, the {@code generation} tag.
 *
 * <p>Immutable and safe to share among threads. Compile once, render many times.
 */
public final class Template {
  /**
   * What a rendering gave.
   *
   * @param generated start and end of each {@code generation} block in the text, in UTF-16 units;
   *     what lies in macros and set blocks is counted from the text before them
   */
  public record Output(String text, List<int[]> generated) {}

  private final List<Statement> body;
  private final Set<String> variables;
  private final boolean marksGeneration;

  private Template(List<Statement> body, Set<String> variables, boolean marksGeneration) {
    this.body = body;
    this.variables = variables;
    this.marksGeneration = marksGeneration;
  }

  /**
   * Compiles a template.
   *
   * @throws TemplateException of kind SYNTAX, with the line
   */
  public static Template compile(String source) {
    Names names = new Names();
    try {
      List<Statement> body = StatementParser.parse(source, names);
      Set<String> variables = new LinkedHashSet<>(names.free());
      variables.removeAll(Globals.NAMES);
      return new Template(body, variables, names.marksGeneration());
    } catch (StackOverflowError tooDeep) {
      throw new TemplateException(ErrorKind.OTHER, "the template is nested too deeply", 0);
    }
  }

  /** The variables that the template reads and does not set, in order of their first use. */
  public Set<String> variables() {
    return java.util.Collections.unmodifiableSet(variables);
  }

  /** Whether the template says with {@code generation} blocks what the assistant wrote. */
  public boolean marksGeneration() {
    return marksGeneration;
  }

  /**
   * Renders with the given variables, which hide the global functions of the same name.
   *
   * @param given maps, collections, strings, numbers, booleans and nulls
   * @param clock the time that {@code strftime_now} tells
   * @throws TemplateException when the template refuses the data, cannot handle them or does more
   *     than {@code limits} allow
   */
  public Output render(Map<String, ?> given, Supplier<LocalDateTime> clock, Limits limits) {
    Run run = new Run(limits);
    Map<String, Object> variables = Globals.of(clock);
    try {
      given.forEach((name, value) -> variables.put(name, PlainData.of(value)));
      Statement.all(body, Scope.top(run, variables));
      return new Output(run.text(), new ArrayList<>(run.spans()));
    } catch (PythonError error) {
      throw TemplateException.of(error, run.line());
    } catch (StackOverflowError tooDeep) {
      throw new TemplateException(ErrorKind.OTHER, "maximum recursion depth exceeded", run.line());
    }
  }

  /** Renders with the clock of the machine and the limits that fit every real conversation. */
  public String render(Map<String, ?> given) {
    return render(given, LocalDateTime::now, Limits.DEFAULT).text();
  }
}
