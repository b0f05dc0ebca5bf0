package org.sluice.text.prompt.python;

import java.util.Locale;

/**
 * An exception as Python would raise it. It carries no stack trace: rows with a wrong role order
 * raise it by the million.
 */
public final class PythonError extends RuntimeException {
  private static final long serialVersionUID = 1L;

  private final ErrorType type;

  public PythonError(ErrorType type, String message) {
    super(message, null, false, false);
    this.type = type;
  }

  public ErrorType type() {
    return type;
  }

  /** A TypeError; {@code message} is a {@link String#format} pattern. */
  public static PythonError type(String message, Object... values) {
    return of(ErrorType.TYPE, message, values);
  }

  /** A ValueError; {@code message} is a {@link String#format} pattern. */
  public static PythonError value(String message, Object... values) {
    return of(ErrorType.VALUE, message, values);
  }

  /** Any error; {@code message} is a {@link String#format} pattern. */
  public static PythonError of(ErrorType type, String message, Object... values) {
    return new PythonError(type, String.format(Locale.ROOT, message, values));
  }
}
