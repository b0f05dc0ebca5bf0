package org.sluice.text.prompt.jinja;

import java.util.Locale;
import org.sluice.text.prompt.python.ErrorType;

/** Why a template could not be rendered. */
public enum ErrorKind {
  /** The template itself refused the data ({@code raise_exception}). */
  RAISED,
  /** It used a variable, an attribute or an item that is not there. */
  UNDEFINED,
  /** It used a value of a wrong type. */
  TYPE,
  /** It did what the sandbox forbids. */
  SECURITY,
  /** It is no template. */
  SYNTAX,
  /** Everything else: wrong values, division by zero, too much work. */
  OTHER;

  /** The name as it stands in JSON. */
  public String wireName() {
    return name().toLowerCase(Locale.ROOT);
  }

  static ErrorKind of(ErrorType type) {
    return switch (type) {
      case RAISED -> RAISED;
      case UNDEFINED -> UNDEFINED;
      case SECURITY -> SECURITY;
      case TYPE, ATTRIBUTE, KEY -> TYPE;
      case INDEX,
          VALUE,
          ZERO_DIVISION,
          OVERFLOW,
          RECURSION,
          MEMORY,
          ASSERTION,
          RUNTIME,
          FILTER_ARGUMENT,
          PYTHON_SYNTAX ->
          OTHER;
    };
  }
}
