package org.sluice.text.prompt.jinja;

import org.sluice.text.prompt.python.PythonError;

/** A template that cannot be compiled, or that cannot be rendered with these data. */
public final class TemplateException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  private final ErrorKind kind;
  private final int line;

  /**
   * An error at a line of the template.
   *
   * @param message as Jinja2 words it; equal to the template's own for {@link ErrorKind#RAISED}
   * @param line of the template, from 1; 0 when no line is meant
   */
  public TemplateException(ErrorKind kind, String message, int line) {
    super(message, null, false, false);
    this.kind = kind;
    this.line = line;
  }

  static TemplateException of(PythonError error, int line) {
    return new TemplateException(ErrorKind.of(error.type()), error.getMessage(), line);
  }

  public ErrorKind kind() {
    return kind;
  }

  /** The template's line, from 1; 0 when the error stands around the template. */
  public int line() {
    return line;
  }
}
